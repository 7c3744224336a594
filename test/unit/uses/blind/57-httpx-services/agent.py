import mlflow
from mlflow.pyfunc import PythonModel

from services import Genie, Mcp, Serving


class Trains(PythonModel):
    def load_context(self, context):
        self.serving, self.genie, self.mcp = Serving(), Genie(), Mcp()

    def predict(self, context, model_input, params=None):
        text = str(model_input["text"][0])
        facts = [self.genie.start(text), self.mcp.delay(text)]
        return self.serving.ask("trains-chat", f"{facts} {text}")


mlflow.models.set_model(Trains())
