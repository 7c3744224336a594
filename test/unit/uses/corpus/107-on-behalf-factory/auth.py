from databricks.sdk import WorkspaceClient
from databricks.sdk.credentials_provider import ModelServingUserCredentials


def user_client() -> WorkspaceClient:
    """Only inside a request."""
    return WorkspaceClient(credentials_strategy=ModelServingUserCredentials())


def system_client() -> WorkspaceClient:
    return WorkspaceClient()


def client_for(*, as_user: bool = False) -> WorkspaceClient:
    if as_user:
        return user_client()
    return system_client()
