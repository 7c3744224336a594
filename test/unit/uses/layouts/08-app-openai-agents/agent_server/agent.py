from contextlib import AsyncExitStack
from typing import AsyncGenerator

import mlflow
from agents import Agent, Runner, set_default_openai_api, set_default_openai_client
from databricks_openai import AsyncDatabricksOpenAI
from mlflow.genai.agent_server import invoke, stream
from mlflow.types.responses import (
    ResponsesAgentRequest,
    ResponsesAgentResponse,
    ResponsesAgentStreamEvent,
)

from agent_server.servers import Tool, server_for

set_default_openai_client(AsyncDatabricksOpenAI())
set_default_openai_api("chat_completions")
mlflow.openai.autolog()


async def desk(stack: AsyncExitStack) -> Agent:
    servers = [await stack.enter_async_context(server_for(t)) for t in Tool]
    checker = Agent(
        name="checker",
        instructions="Check figures and currencies.",
        model="databricks-gpt-5-nano",
    )
    return Agent(
        name="finance desk",
        instructions="Answer questions about the ledger; hand figures to the checker.",
        model="databricks-gpt-5",
        mcp_servers=servers,
        handoffs=[checker],
    )


@invoke()
async def answer(request: ResponsesAgentRequest) -> ResponsesAgentResponse:
    async with AsyncExitStack() as stack:
        agent = await desk(stack)
        result = await Runner.run(agent, [i.model_dump() for i in request.input])
        return ResponsesAgentResponse(output=[i.to_input_item() for i in result.new_items])


@stream()
async def answer_stream(
    request: ResponsesAgentRequest,
) -> AsyncGenerator[ResponsesAgentStreamEvent, None]:
    async with AsyncExitStack() as stack:
        agent = await desk(stack)
        result = Runner.run_streamed(agent, [i.model_dump() for i in request.input])
        async for event in result.stream_events():
            if event.type == "raw_response_event":
                yield ResponsesAgentStreamEvent(**event.data.model_dump())
