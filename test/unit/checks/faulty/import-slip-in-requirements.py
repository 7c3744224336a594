#: requirements: mlflow==3.17.2, opneai
import mlflow
import openai

class Agent(mlflow.pyfunc.ResponsesAgent):
    def predict(self, request):
        return {"output": []}


mlflow.models.set_model(Agent())
