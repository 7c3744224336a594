#: requirements: mlflow>=3.1, databricks-mcp, databricks-langchain, langgraph, langchain-mcp-adapters, nest-asyncio
"""Tools of managed MCP servers."""

import asyncio
import os
from contextlib import asynccontextmanager

import mlflow
import nest_asyncio
from databricks.sdk import WorkspaceClient
from databricks_langchain import ChatDatabricks
from databricks_mcp import DatabricksMCPClient, DatabricksOAuthClientProvider
from langchain.agents import create_agent
from mcp import ClientSession
from mcp.client.streamable_http import streamablehttp_client as connect
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse

nest_asyncio.apply()

HOST = os.getenv("DATABRICKS_HOST", "")
SERVERS = [f"{HOST}/api/2.0/mcp/functions/main/support", f"{HOST}/api/2.0/mcp/vector-search/main/kb"]


@asynccontextmanager
async def session(url: str):
    client = WorkspaceClient()
    async with connect(url, auth=DatabricksOAuthClientProvider(client)) as (read, write, _):
        async with ClientSession(read, write) as opened:
            await opened.initialize()
            yield opened


class McpAgent(ResponsesAgent):
    async def answer(self, request):
        names = []
        for url in SERVERS:
            async with session(url) as opened:
                names.extend(tool.name for tool in (await opened.list_tools()).tools)
        agent = create_agent(ChatDatabricks(endpoint="chat"), tools=[])
        return await agent.ainvoke({"messages": [], "tools": names})

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        DatabricksMCPClient(server_url=SERVERS[0], workspace_client=WorkspaceClient()).list_tools()
        return ResponsesAgentResponse(output=[asyncio.run(self.answer(request))])


mlflow.models.set_model(McpAgent())
