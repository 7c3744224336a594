from databricks.sdk import WorkspaceClient
from databricks_ai_bridge import ModelServingUserCredentials

CLIENTS = {
    "caller": lambda: WorkspaceClient(credentials_strategy=ModelServingUserCredentials()),
    "agent": WorkspaceClient,
}


def workspace(role: str) -> WorkspaceClient:
    return CLIENTS[role]()
