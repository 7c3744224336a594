#: requirements: mlflow==3.17.2, databricks-ai-bridge, databricks-openai, databricks-sdk
"""Builds the user's client in a helper of its own, lazily, in predict."""

import mlflow
from databricks.sdk import WorkspaceClient
from databricks_ai_bridge import ModelServingUserCredentials
from databricks_openai import DatabricksOpenAI
from mlflow.pyfunc import ResponsesAgent

system_client = WorkspaceClient()


def user_client() -> WorkspaceClient:
    return WorkspaceClient(credentials_strategy=ModelServingUserCredentials())


class Personal(ResponsesAgent):
    def __init__(self):
        self.make_client = user_client
        self.later = lambda: WorkspaceClient(credentials_strategy=ModelServingUserCredentials())

    def tools_for(self, request):
        return [user_client().genie, DatabricksOpenAI(workspace_client=self.make_client())]

    def predict(self, request):
        return {"output": [str(self.tools_for(request)), str(self.later()), str(system_client)]}


mlflow.models.set_model(Personal())
