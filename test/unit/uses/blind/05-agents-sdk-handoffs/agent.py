from __future__ import annotations

import asyncio
import os
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any, AsyncGenerator

import mlflow
from agents import (
    Agent,
    ModelSettings,
    OpenAIChatCompletionsModel,
    RunContextWrapper,
    Runner,
    function_tool,
    handoff,
    set_tracing_disabled,
)
from agents.extensions.handoff_prompt import RECOMMENDED_PROMPT_PREFIX
from agents.mcp import MCPServerStreamableHttp
from databricks.sdk import WorkspaceClient
from databricks_openai import AsyncDatabricksOpenAI
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse, ResponsesAgentStreamEvent

set_tracing_disabled(True)
mlflow.openai.autolog()

w = WorkspaceClient()
HOST = w.config.host
client = AsyncDatabricksOpenAI(workspace_client=w)

BIG = OpenAIChatCompletionsModel(model="databricks-claude-opus-4-1", openai_client=client)
SMALL = OpenAIChatCompletionsModel(
    model=os.environ.get("TRIAGE_MODEL", "databricks-gpt-5-nano"), openai_client=client
)

MCP_PATHS = {
    "orders": "functions/shop/service/order_status",
    "returns": "functions/shop/service/start_return",
    "faq": "vector-search/shop/content/faq_index",
    "figures": "genie/01f0feedfeedfeedfeedfeedfeedfeed",
}
# Being built: "complaints": "functions/shop/service/complain"


@dataclass
class Customer:
    id: str
    tier: str = "bronze"
    notes: list[str] = field(default_factory=list)


def server(name: str) -> MCPServerStreamableHttp:
    return MCPServerStreamableHttp(
        params={"url": f"{HOST}/api/2.0/mcp/{MCP_PATHS[name]}", "headers": w.config.authenticate()},
        name=name,
        cache_tools_list=True,
    )


@function_tool
def remember(ctx: RunContextWrapper[Customer], note: str) -> str:
    """Keeps a note on the customer for this conversation."""
    ctx.context.notes.append(note)
    return "noted"


@function_tool
async def loyalty_points(ctx: RunContextWrapper[Customer]) -> str:
    """The customer's points."""
    r = await asyncio.to_thread(
        w.serving_endpoints.query, name="loyalty-points", dataframe_records=[{"customer": ctx.context.id}]
    )
    return str(r.predictions)


@function_tool
async def churn_score(ctx: RunContextWrapper[Customer]) -> str:
    """Only for the back office: no agent has it."""
    r = w.serving_endpoints.query(name="churn-score", dataframe_records=[{"customer": ctx.context.id}])
    return str(r.predictions)


async def team(stack: AsyncExitStack) -> Agent[Customer]:
    servers = {n: await stack.enter_async_context(server(n)) for n in MCP_PATHS}
    after_sales = Agent[Customer](
        name="after sales",
        instructions=f"{RECOMMENDED_PROMPT_PREFIX} You handle orders and returns.",
        model=BIG,
        mcp_servers=[servers["orders"], servers["returns"]],
        tools=[remember],
        model_settings=ModelSettings(temperature=0.1, parallel_tool_calls=False),
    )
    analyst = Agent[Customer](
        name="analyst",
        instructions="Answers with figures.",
        model=BIG,
        mcp_servers=[servers["figures"]],
    )
    return Agent[Customer](
        name="front desk",
        instructions=f"{RECOMMENDED_PROMPT_PREFIX} Answer from the FAQ or hand over.",
        model=SMALL,
        mcp_servers=[servers["faq"]],
        tools=[remember, loyalty_points],
        handoffs=[after_sales, handoff(analyst)],
    )


class FrontDesk(ResponsesAgent):
    async def _events(self, request: ResponsesAgentRequest) -> AsyncGenerator[ResponsesAgentStreamEvent, None]:
        inputs = request.custom_inputs or {}
        async with AsyncExitStack() as stack:
            desk = await team(stack)
            result = Runner.run_streamed(
                desk, input=[i.model_dump() for i in request.input], context=Customer(inputs.get("customer", "?"))
            )
            async for event in result.stream_events():
                if event.type == "run_item_stream_event" and event.item.type == "message_output_item":
                    yield ResponsesAgentStreamEvent(type="response.output_item.done", item=event.item.to_input_item())

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        async def collect() -> list[Any]:
            return [e.item async for e in self._events(request)]

        return ResponsesAgentResponse(output=asyncio.run(collect()))

    def predict_stream(self, request: ResponsesAgentRequest):
        loop = asyncio.new_event_loop()
        events = self._events(request)
        try:
            while True:
                yield loop.run_until_complete(anext(events))
        except StopAsyncIteration:
            pass
        finally:
            loop.close()


mlflow.models.set_model(FrontDesk())
