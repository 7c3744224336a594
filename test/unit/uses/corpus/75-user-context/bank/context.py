from functools import cached_property

from databricks.sdk import WorkspaceClient
from databricks.sdk.credentials_provider import ModelServingUserCredentials


class SystemContext:
    @cached_property
    def client(self) -> WorkspaceClient:
        return WorkspaceClient()


class RequestContext:
    """Lives as long as one request."""

    @cached_property
    def client(self) -> WorkspaceClient:
        return WorkspaceClient(credentials_strategy=ModelServingUserCredentials())


SYSTEM = SystemContext()
