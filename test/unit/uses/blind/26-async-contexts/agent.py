import asyncio
import contextlib
import contextvars
import itertools
import json
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property, wraps

import httpx
import mlflow
import nest_asyncio
from databricks.sdk import WorkspaceClient
from databricks.sdk.credentials_provider import ModelServingUserCredentials
from databricks_mcp import DatabricksMCPClient, DatabricksOAuthClientProvider
from databricks_openai import AsyncDatabricksOpenAI
from mcp import ClientSession
from mcp.client.streamable_http import streamablehttp_client
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse, ResponsesAgentStreamEvent

nest_asyncio.apply()

request_id: contextvars.ContextVar[str] = contextvars.ContextVar("request_id", default="-")
POOL = ThreadPoolExecutor(max_workers=4)


def timed(seconds: float):
    def outer(f):
        @wraps(f)
        async def inner(*a, **k):
            async with asyncio.timeout(seconds):
                return await f(*a, **k)

        return inner

    return outer


class Backend:
    def __init__(self, as_user: bool):
        self.as_user = as_user

    @cached_property
    def workspace(self) -> WorkspaceClient:
        return WorkspaceClient(credentials_strategy=ModelServingUserCredentials()) if self.as_user else WorkspaceClient()

    @contextlib.asynccontextmanager
    async def mcp(self, path: str) -> AsyncIterator[ClientSession]:
        url = f"{self.workspace.config.host}/api/2.0/mcp/{path}"
        async with (
            streamablehttp_client(url, auth=DatabricksOAuthClientProvider(self.workspace)) as (read, write, _),
            ClientSession(read, write) as session,
        ):
            await session.initialize()
            yield session

    @contextlib.asynccontextmanager
    async def rest(self):
        async with httpx.AsyncClient(
            base_url=self.workspace.config.host, headers=self.workspace.config.authenticate(), timeout=30
        ) as client:
            yield client


user, system = Backend(True), Backend(False)


@timed(20)
async def calendar(day: str) -> str:
    async with user.mcp("external/outlook_calendar") as session:
        out = await session.call_tool("list_events", {"day": day})
        return out.content[0].text


@timed(30)
async def policies(question: str) -> list[str]:
    async with system.rest() as client:
        r = await client.post(
            "/api/2.0/vector-search/indexes/office.hr.policies_index/query",
            content=json.dumps({"query_text": question, "columns": ["text"], "num_results": 4}),
        )
        return list(itertools.chain.from_iterable(r.json()["result"]["data_array"]))


async def headcount() -> str:
    loop = asyncio.get_running_loop()
    client = DatabricksMCPClient(
        server_url=f"{user.workspace.config.host}/api/2.0/mcp/functions/office/hr/headcount",
        workspace_client=user.workspace,
    )
    out = await loop.run_in_executor(POOL, client.call_tool, "office__hr__headcount", {})
    return out.content[0].text


async def moderate(text: str) -> bool:
    """Replaced by the gateway's guardrails."""
    async with system.rest() as client:
        r = await client.post("/serving-endpoints/moderation/invocations", json={"inputs": [text]})
        return r.json()["predictions"][0] == "ok"


class Office(ResponsesAgent):
    model = "databricks-claude-haiku-4-5"

    async def _stream(self, request) -> AsyncIterator[ResponsesAgentStreamEvent]:
        request_id.set(str(id(request)))
        question = request.input[-1].content
        async with asyncio.TaskGroup() as group:
            facts = [group.create_task(c) for c in (calendar("today"), policies(question), headcount())]
        context = "\n".join(str(f.result()) for f in facts)
        llm = AsyncDatabricksOpenAI(workspace_client=system.workspace)
        stream = await llm.chat.completions.create(
            model=self.model,
            messages=[{"role": "system", "content": context}, {"role": "user", "content": question}],
            stream=True,
        )
        text = ""
        async for chunk in stream:
            delta = chunk.choices[0].delta.content or ""
            text += delta
            yield ResponsesAgentStreamEvent(**self.create_text_delta(delta=delta, item_id="o"))
        yield ResponsesAgentStreamEvent(
            type="response.output_item.done", item=self.create_text_output_item(text=text, id="o")
        )

    def predict_stream(self, request: ResponsesAgentRequest):
        loop = asyncio.new_event_loop()
        generator = self._stream(request)
        with contextlib.closing(loop), contextlib.suppress(StopAsyncIteration):
            while True:
                yield loop.run_until_complete(generator.__anext__())

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        return ResponsesAgentResponse(
            output=[e.item for e in self.predict_stream(request) if e.type == "response.output_item.done"]
        )


mlflow.models.set_model(Office())
