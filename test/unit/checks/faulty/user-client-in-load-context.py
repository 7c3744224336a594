#: requirements: mlflow==3.17.2, databricks-ai-bridge
#: signature: {"inputs": [{"type": "string", "name": "q", "required": true}], "outputs": [{"type": "string", "name": "a", "required": true}]}
import os

import databricks_ai_bridge as bridge
import mlflow
from databricks.sdk import WorkspaceClient


class Agent(mlflow.pyfunc.PythonModel):
    def load_context(self, context):
        self.client = WorkspaceClient(credentials_strategy=bridge.ModelServingUserCredentials())

    def predict(self, context, model_input):
        return [str(self.client)]


if os.environ.get("EAGER"):
    eager = bridge.ModelServingUserCredentials()

mlflow.models.set_model(Agent())
