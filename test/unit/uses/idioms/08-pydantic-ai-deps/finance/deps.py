from dataclasses import dataclass, field

from databricks.sdk import WorkspaceClient
from databricks_ai_bridge import ModelServingUserCredentials


def _caller() -> WorkspaceClient:
    return WorkspaceClient(credentials_strategy=ModelServingUserCredentials())


@dataclass
class Deps:
    currency: str
    space: str = "01f04d5e6f708192a3b4c5d6e7f80912"
    workspace: WorkspaceClient = field(default_factory=_caller)
    tables: list[str] = field(default_factory=lambda: ["finance.gl.entries", "finance.gl.accounts"])
