#: requirements: mlflow==3.17.2, databricks-sdk
import mlflow
from databricks.sdk import WorkspaceClient
from databricks.sdk.credentials_provider import ModelServingUserCredentials

client = WorkspaceClient(credentials_strategy=ModelServingUserCredentials())

class Agent(mlflow.pyfunc.ResponsesAgent):
    def predict(self, request):
        return {"output": []}


mlflow.models.set_model(Agent())
