import mlflow
import mlflow.models as models


def settings():
    return models.ModelConfig(development_config={"llm": "a"})



class Agent(mlflow.pyfunc.ResponsesAgent):
    def predict(self, request):
        return {"output": []}


mlflow.models.set_model(Agent())
