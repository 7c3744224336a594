import mlflow
from mlflow.models import ModelConfig

config = ModelConfig(development_config="config.yaml")
LLM = config.get("llm")

class Agent(mlflow.pyfunc.ResponsesAgent):
    def predict(self, request):
        return {"output": []}


mlflow.models.set_model(Agent())
