#: requirements: mlflow==3.17.2, databricks-langchain, databricks-sdk, databricks-ai-bridge
#: policy: {"systemResources": [{"kind": "genieSpace", "name": "01ef0a"}, {"kind": "servingEndpoint", "name": "databricks-claude-sonnet-4", "onBehalfOfUser": true}], "userApiScopes": ["serving.serving-endpoints"]}
import mlflow
from databricks.sdk import WorkspaceClient
from databricks_ai_bridge import ModelServingUserCredentials
from databricks_langchain import ChatDatabricks
from databricks_langchain.genie import GenieAgent

llm = ChatDatabricks(endpoint="databricks-claude-sonnet-4")


class Agent(mlflow.pyfunc.ResponsesAgent):
    def predict(self, request):
        client = WorkspaceClient(credentials_strategy=ModelServingUserCredentials())
        sales = GenieAgent(genie_space_id="01ef0a", client=client)
        stock = GenieAgent(genie_space_id="01ef0b", client=client)
        return {"output": [llm.invoke("a"), sales.invoke({}), stock.invoke({})]}


mlflow.models.set_model(Agent())
