import os
from typing import AsyncGenerator

import mlflow
from databricks_langchain import (
    AsyncCheckpointSaver,
    ChatDatabricks,
    DatabricksMCPServer,
    DatabricksMultiServerMCPClient,
)
from langchain.agents import create_agent
from langchain_core.tools import tool
from mlflow.genai.agent_server import invoke, stream
from mlflow.types.responses import (
    ResponsesAgentRequest,
    ResponsesAgentResponse,
    ResponsesAgentStreamEvent,
    to_chat_completions_input,
)

from agent_server.utils import events_of, mcp_url, user_workspace

mlflow.langchain.autolog()

LAKEBASE = os.environ.get("LAKEBASE_INSTANCE_NAME", "support-memory")


@tool
def open_incidents(team: str) -> str:
    """Incidents of a team that are still open."""
    answer = user_workspace().genie.start_conversation_and_wait(
        space_id="01f0c0ffee0011223344556677889900", content=f"Open incidents of {team}"
    )
    return answer.as_dict().get("content", "")


async def build(checkpointer):
    servers = DatabricksMultiServerMCPClient(
        [
            DatabricksMCPServer(name="python", url=mcp_url("functions/system/ai/python_exec")),
            DatabricksMCPServer(name="kb", url=mcp_url("vector-search/ops/runbooks")),
        ]
    )
    return create_agent(
        model=ChatDatabricks(endpoint="databricks-claude-sonnet-4-5"),
        tools=[*await servers.get_tools(), open_incidents],
        checkpointer=checkpointer,
    )


@invoke()
async def handle(request: ResponsesAgentRequest) -> ResponsesAgentResponse:
    items = [
        event.item
        async for event in handle_stream(request)
        if event.type == "response.output_item.done"
    ]
    return ResponsesAgentResponse(output=items)


@stream()
async def handle_stream(
    request: ResponsesAgentRequest,
) -> AsyncGenerator[ResponsesAgentStreamEvent, None]:
    thread = (request.custom_inputs or {}).get("thread_id", "none")
    messages = {"messages": to_chat_completions_input([i.model_dump() for i in request.input])}
    async with AsyncCheckpointSaver(instance_name=LAKEBASE) as saver:
        graph = await build(saver)
        config = {"configurable": {"thread_id": thread}}
        async for event in events_of(graph.astream(messages, config, stream_mode=["updates"])):
            yield event
