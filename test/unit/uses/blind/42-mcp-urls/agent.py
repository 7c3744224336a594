import asyncio
import os
from urllib.parse import urljoin

import mlflow
from databricks.sdk import WorkspaceClient
from databricks_langchain import ChatDatabricks, DatabricksMCPServer, DatabricksMultiServerMCPClient
from databricks_mcp import DatabricksMCPClient
from langgraph.prebuilt import create_react_agent
from mlflow.pyfunc import ResponsesAgent

CATALOG = os.getenv("CATALOG", "hr")
workspace_client = WorkspaceClient()
host = workspace_client.config.host.rstrip("/")
MCP = f"{host}/api/2.0/mcp"
SPACE = "01f04242424242424242424242424242"


def url(kind: str, *parts: str) -> str:
    return "/".join([MCP, kind, *parts])


client = DatabricksMultiServerMCPClient(
    [
        DatabricksMCPServer(name="policies", url=url("vector-search", CATALOG, "kb", "policies_index"), workspace_client=workspace_client),
        DatabricksMCPServer(name="leave", url=f"{MCP}/functions/{CATALOG}/tools/leave_days"),
        DatabricksMCPServer(name="figures", url=urljoin(host, f"/api/2.0/mcp/genie/{SPACE}")),
        DatabricksMCPServer.from_uc_function(catalog="hr", schema="tools", function_name="pay_slip"),
        DatabricksMCPServer.from_vector_search(catalog="hr", schema="kb"),
    ]
)


def ticket(text: str) -> str:
    """Opens a ticket."""
    mcp = DatabricksMCPClient(server_url=f"{MCP}/external/{'jira'}_connection", workspace_client=workspace_client)
    return str(mcp.call_tool("create", {"text": text}))


def unused():
    return DatabricksMCPClient(server_url=url("functions", "system", "ai"), workspace_client=workspace_client)


class HR(ResponsesAgent):
    def predict(self, request):
        return asyncio.run(self._answer(request))

    async def _answer(self, request):
        tools = await client.get_tools()
        llm = ChatDatabricks(model="databricks-claude-haiku-4-5")
        agent = create_react_agent(llm, tools=[*tools, ticket])
        reply = await agent.ainvoke({"messages": [i.model_dump() for i in request.input]})
        return {"output": [self.create_text_output_item(reply["messages"][-1].content, "1")]}


mlflow.models.set_model(HR())
