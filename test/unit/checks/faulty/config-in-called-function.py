import mlflow
from mlflow.models import ModelConfig


def settings():
    return ModelConfig(development_config={"llm": "a"})


CONFIG = settings()

class Agent(mlflow.pyfunc.ResponsesAgent):
    def predict(self, request):
        return {"output": []}


mlflow.models.set_model(Agent())
