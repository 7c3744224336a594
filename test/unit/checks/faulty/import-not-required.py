#: requirements: mlflow==3.17.2, databricks-langchain
import mlflow
import tavily
from sentence_transformers import SentenceTransformer

class Agent(mlflow.pyfunc.ResponsesAgent):
    def predict(self, request):
        return {"output": []}


mlflow.models.set_model(Agent())
