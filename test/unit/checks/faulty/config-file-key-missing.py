#: modelConfig: config.yaml
import mlflow
from mlflow.models import ModelConfig

KEY = "index_name"
INDEX = ModelConfig(development_config="config.yaml").get(KEY)

class Agent(mlflow.pyfunc.ResponsesAgent):
    def predict(self, request):
        return {"output": []}


mlflow.models.set_model(Agent())
#: file config.yaml
llm: chat
index: main.kb.docs
