import asyncio
from contextlib import asynccontextmanager
from typing import AsyncIterator, Final

import httpx
import mlflow
from databricks.sdk.core import Config
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse

from retrying import retry

FALLBACKS: Final = ("databricks-claude-opus-4-1", "databricks-gpt-5-1", "own-mixtral-8x7b")


class NoAnswer(RuntimeError): ...


@asynccontextmanager
async def serving() -> AsyncIterator[httpx.AsyncClient]:
    config = Config()
    async with httpx.AsyncClient(
        base_url=f"{config.host}/serving-endpoints",
        headers=config.authenticate(),
        timeout=httpx.Timeout(30.0),
    ) as http:
        yield http


@retry(times=2)
async def complete(http: httpx.AsyncClient, name: str, messages: list[dict]) -> str:
    response = await http.post(f"/{name}/invocations", json={"messages": messages})
    response.raise_for_status()
    return response.json()["choices"][0]["message"]["content"]


@retry()
async def toxicity(http: httpx.AsyncClient, text: str) -> float:
    response = await http.post("/toxicity-multilingual/invocations", json={"inputs": [text]})
    response.raise_for_status()
    return float(response.json()["predictions"][0]["score"])


async def first_answer(http: httpx.AsyncClient, messages: list[dict], preferred: str | None) -> str:
    if preferred:
        try:
            return await complete(http, preferred, messages)
        except httpx.HTTPError:
            pass
    for name in FALLBACKS:
        try:
            return await complete(http, name, messages)
        except httpx.HTTPError:
            continue
    raise NoAnswer


class ForumAgent(ResponsesAgent):
    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        return asyncio.run(self.apredict(request))

    async def apredict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        messages = [{"role": i.role, "content": i.content} for i in request.input]
        wish = (request.custom_inputs or {}).get("model")
        async with serving() as http:
            score, text = await asyncio.gather(
                toxicity(http, str(messages[-1]["content"])), first_answer(http, messages, wish)
            )
        if score > 0.8:
            text = "Please stay friendly."
        return ResponsesAgentResponse(output=[self.create_text_output_item(text=text, id="forum")])


mlflow.models.set_model(ForumAgent())
