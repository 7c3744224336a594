#: requirements: mlflow==3.17.2, databricks-ai-bridge, databricks-langchain
import mlflow
from databricks.sdk import WorkspaceClient
from databricks_ai_bridge import ModelServingUserCredentials
from databricks_langchain import VectorSearchRetrieverTool


def create_tools():
    user = WorkspaceClient(credentials_strategy=ModelServingUserCredentials())
    return [VectorSearchRetrieverTool(index_name="main.kb.docs", workspace_client=user)]


class Agent(mlflow.pyfunc.ResponsesAgent):
    def __init__(self):
        self.setup()

    def setup(self):
        self.tools = create_tools()

    def predict(self, request):
        return {"output": [str(self.tools)]}


mlflow.models.set_model(Agent())
