#: modelConfig: {"llm_endpoint": "chat", "prompt": "x"}
import mlflow
from mlflow.models import ModelConfig

config = ModelConfig(development_config={"llm": "chat"})
LLM = config.get("llm_endpint")
PROMPT = config.get("prompt")

class Agent(mlflow.pyfunc.ResponsesAgent):
    def predict(self, request):
        return {"output": []}


mlflow.models.set_model(Agent())
