import os

from databricks.sdk import WorkspaceClient
from databricks_langchain.genie import GenieAgent
from langchain_core.tools import StructuredTool

WAREHOUSE = os.environ.get("HR_WAREHOUSE_ID", "4242424242424242")


def sql_tool(client: WorkspaceClient, name: str, statement: str) -> StructuredTool:
    def run() -> list:
        return client.statement_execution.execute_statement(
            warehouse_id=WAREHOUSE, statement=statement, wait_timeout="30s"
        ).result.data_array

    return StructuredTool.from_function(run, name=name, description=f"Runs {name}")


def genie_tool(client: WorkspaceClient) -> StructuredTool:
    genie = GenieAgent("01f042424242424242424242424242aa", "hr", client=client)

    def ask(question: str) -> str:
        """Figures on people."""
        return genie.invoke({"messages": [{"role": "user", "content": question}]})["messages"][-1].content

    return StructuredTool.from_function(ask)
