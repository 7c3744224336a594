import mlflow
from databricks.sdk import WorkspaceClient
from databricks.sdk.credentials_provider import ModelServingUserCredentials
from databricks_langchain import ChatDatabricks
from databricks_langchain.genie import GenieAgent


def client_for(*, as_user: bool = False) -> WorkspaceClient:
    strategy = {"credentials_strategy": ModelServingUserCredentials()} if as_user else {}
    return WorkspaceClient(**strategy)


class Model(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input, params=None):
        genie = GenieAgent("01f0f1a9f1a9f1a9f1a9f1a9f1a9f1a9", client=client_for(as_user=True))
        llm = ChatDatabricks(endpoint="databricks-claude-sonnet-4", workspace_client=client_for())
        return llm.invoke(str(genie.invoke({"messages": model_input["messages"]}))).content


mlflow.models.set_model(Model())
