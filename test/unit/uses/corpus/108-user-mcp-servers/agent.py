import asyncio
import json
from typing import Any

import mlflow
from databricks.sdk import WorkspaceClient
from databricks.sdk.credentials_provider import ModelServingUserCredentials
from databricks_langchain import ChatDatabricks, CheckpointSaver, DatabricksMCPServer, DatabricksMultiServerMCPClient
from langgraph.prebuilt import create_react_agent
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse

system = WorkspaceClient()
HOST = system.config.host
MCP = f"{HOST}/api/2.0/mcp"

SERVERS = {
    "budget": f"{MCP}/genie/01f0b0d9e7b0d9e7b0d9e7b0d9e7b0d9",
    "letters": f"{MCP}/vector-search/office/mail/letters_index",
    "approve": f"{MCP}/functions/office/workflow/approve",
    "crm": f"{MCP}/external/crm_http",
}

llm = ChatDatabricks(endpoint="databricks-claude-sonnet-4-5", workspace_client=system)


def servers() -> list[DatabricksMCPServer]:
    me = WorkspaceClient(credentials_strategy=ModelServingUserCredentials())
    return [DatabricksMCPServer(name=name, url=url, workspace_client=me) for name, url in SERVERS.items()]


async def tools() -> list[Any]:
    return await DatabricksMultiServerMCPClient(servers()).get_tools()


class Office(ResponsesAgent):
    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        with CheckpointSaver(instance_name="office-threads", workspace_client=system) as saver:
            graph = create_react_agent(llm, asyncio.run(tools()), checkpointer=saver)
            out = graph.invoke(
                {"messages": [i.model_dump() for i in request.input]},
                {"configurable": {"thread_id": json.dumps(request.custom_inputs or {})}},
            )
        return ResponsesAgentResponse(output=[self.create_text_output_item(out["messages"][-1].content, "o")])


mlflow.models.set_model(Office())
