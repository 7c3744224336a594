from dataclasses import dataclass

from databricks.sdk import WorkspaceClient
from databricks_langchain import ChatDatabricks

from advisor.injector import injector


@dataclass(frozen=True)
class Settings:
    endpoint: str
    function: str
    warehouse: str


@injector.provider
def settings() -> Settings:
    return Settings("databricks-gpt-5", "pension.calc.project", "9876543210abcdef")


@injector.provider
def workspace() -> WorkspaceClient:
    return WorkspaceClient()


@injector.provider
def chat(settings: Settings) -> ChatDatabricks:
    return ChatDatabricks(endpoint=settings.endpoint)


class Projection:
    def __init__(self, workspace: WorkspaceClient, settings: Settings):
        self.workspace = workspace
        self.settings = settings

    def at(self, age: int) -> str:
        response = self.workspace.statement_execution.execute_statement(
            warehouse_id=self.settings.warehouse,
            statement=f"SELECT {self.settings.function}(:age)",
            parameters=[{"name": "age", "value": str(age), "type": "INT"}],
        )
        return response.result.data_array[0][0]
