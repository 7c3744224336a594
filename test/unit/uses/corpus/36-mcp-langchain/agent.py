import asyncio

import mlflow
from databricks.sdk import WorkspaceClient
from databricks_langchain import ChatDatabricks, DatabricksMCPServer, DatabricksMultiServerMCPClient, MCPServer
from langgraph.prebuilt import create_react_agent

workspace_client = WorkspaceClient()
host = workspace_client.config.host

client = DatabricksMultiServerMCPClient(
    [
        DatabricksMCPServer(
            name="sales",
            url=f"{host}/api/2.0/mcp/genie/01f0badc0ffee0ddf00d000000000001",
            workspace_client=workspace_client,
        ),
        DatabricksMCPServer(name="stock", url=f"{host}/api/2.0/mcp/functions/main/stock/level_of"),
        DatabricksMCPServer(name="docs", url=host + "/api/2.0/mcp/vector-search/main/docs/pages_index"),
        DatabricksMCPServer.from_uc_function(catalog="main", schema="shop", function_name="price_of", name="prices"),
        DatabricksMCPServer.from_vector_search("main", "shop", "reviews", "reviews_index"),
        DatabricksMCPServer(name="all-tools", url=f"{host}/api/2.0/mcp/functions/main/tools"),
        DatabricksMCPServer.from_vector_search(catalog="main", schema="archive", name="archive"),
        MCPServer(name="weather", url="https://mcp.weather.example.com/mcp", headers={"x-team": "shop"}),
    ]
)


def build():
    tools = asyncio.run(client.get_tools())
    return create_react_agent(ChatDatabricks(endpoint="databricks-claude-sonnet-4"), tools)


mlflow.models.set_model(build())
