#: modelConfig: {"llm": "chat"}
#: signature: {"inputs": [{"type": "string", "name": "q", "required": true}], "outputs": [{"type": "string", "name": "a", "required": true}]}
import mlflow
from mlflow.models import ModelConfig


class Agent(mlflow.pyfunc.PythonModel):
    def __init__(self):
        self.early = ModelConfig().get("llm")

    def load_context(self, context):
        self.llm = ModelConfig(development_config={"llm": "test"}).get("llm")

    def predict(self, context, model_input):
        return [self.llm, self.early, ModelConfig(development_config="config.yaml").get("llm")]


mlflow.models.set_model(Agent())
