"""Two identities: the caller's and ours."""
from abc import ABC, abstractmethod

from databricks.sdk import WorkspaceClient

try:
    from databricks_ai_bridge import ModelServingUserCredentials
except ImportError:  # before 0.5
    from databricks.sdk.credentials_provider import ModelServingUserCredentials


class HasWorkspace(ABC):
    @property
    @abstractmethod
    def workspace(self) -> WorkspaceClient: ...


class AsUser(HasWorkspace):
    @property
    def workspace(self) -> WorkspaceClient:
        return WorkspaceClient(credentials_strategy=ModelServingUserCredentials())


class AsAgent(HasWorkspace):
    _shared = None

    @property
    def workspace(self) -> WorkspaceClient:
        if AsAgent._shared is None:
            AsAgent._shared = WorkspaceClient()
        return AsAgent._shared
