import logging

from databricks.sdk import WorkspaceClient
from databricks.sdk.errors import PermissionDenied
from databricks_ai_bridge import ModelServingUserCredentials

log = logging.getLogger(__name__)


def best_client():
    try:
        client = WorkspaceClient(credentials_strategy=ModelServingUserCredentials())
        client.current_user.me()
    except (PermissionDenied, ValueError) as error:
        log.info("no caller: %s", error)
        client = WorkspaceClient()
    return client
