#: modelConfig: {"retriever": {"index": "main.kb.docs"}, "llm": "chat"}
import mlflow
from mlflow.models import ModelConfig

config = ModelConfig()
retriever = config.get("retriever")
COLUMNS = retriever["columns"]
TEXT = retriever["schema"]["text_column"]
K = retriever.get("k", 5)

class Agent(mlflow.pyfunc.ResponsesAgent):
    def predict(self, request):
        return {"output": []}


mlflow.models.set_model(Agent())
