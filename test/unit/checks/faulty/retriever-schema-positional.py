import mlflow
from mlflow.models import set_retriever_schema

set_retriever_schema("id", "text")

class Agent(mlflow.pyfunc.ResponsesAgent):
    def predict(self, request):
        return {"output": []}


mlflow.models.set_model(Agent())
