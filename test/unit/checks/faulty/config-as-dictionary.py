#: modelConfig: {"llm": "chat"}
import mlflow
from mlflow.models import ModelConfig

config = ModelConfig(development_config={"llm": "chat"})
LLM = config["llm"]
TEMPERATURE = config.get("temperature", 0.1)

class Agent(mlflow.pyfunc.ResponsesAgent):
    def predict(self, request):
        return {"output": []}


mlflow.models.set_model(Agent())
