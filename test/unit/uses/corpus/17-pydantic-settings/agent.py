from typing import Optional

import mlflow
from databricks.sdk import WorkspaceClient
from databricks_langchain import ChatDatabricks, UCFunctionToolkit, VectorSearchRetrieverTool
from langgraph.prebuilt import create_react_agent
from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Everything that differs between workspaces; AGENT_… variables win."""

    model_config = SettingsConfigDict(env_prefix="AGENT_", extra="ignore")

    llm_endpoint: str = "databricks-claude-3-7-sonnet"
    temperature: float = 0.0
    index_name: str = Field(default="main.legal.contracts_index", description="Where contracts are searched")
    functions: list[str] = ["main.legal.parties_of", "main.legal.expiry_of"]
    warehouse_id: str = Field(alias="SQL_WAREHOUSE_ID")
    webhook_token: Optional[SecretStr] = None


settings = Settings()
w = WorkspaceClient()

llm = ChatDatabricks(model=settings.llm_endpoint, temperature=settings.temperature)
contracts = VectorSearchRetrieverTool(
    index_name=settings.index_name, tool_name="contracts", tool_description="Contracts"
)
toolkit = UCFunctionToolkit(function_names=settings.functions)


def open_contracts(year: int) -> str:
    """Number of contracts that are open."""
    done = w.statement_execution.execute_statement(
        warehouse_id=settings.warehouse_id,
        statement=f"SELECT count(*) FROM main.legal.contracts WHERE closed IS NULL AND year(signed) = {int(year)}",
        wait_timeout="30s",
    )
    return str(done.result.data_array)


agent = create_react_agent(llm, [contracts, open_contracts, *toolkit.tools])
mlflow.models.set_model(agent)
