from databricks.sdk import WorkspaceClient
from mlflow.genai.agent_server import get_request_headers

_own = WorkspaceClient()


def caller_or_app() -> WorkspaceClient:
    token = get_request_headers().get("x-forwarded-access-token")
    return WorkspaceClient(token=token, auth_type="pat") if token else _own


def own() -> WorkspaceClient:
    return _own
