import asyncio
import os
import time
from contextlib import asynccontextmanager
from urllib.parse import quote

import aiohttp
import mlflow
from databricks.sdk.core import Config
from mlflow.pyfunc import ChatModel
from mlflow.types.llm import ChatChoice, ChatCompletionResponse, ChatMessage, ChatParams

cfg = Config()
TIMEOUT = aiohttp.ClientTimeout(total=float(os.getenv("HTTP_TIMEOUT", "60")))


class Paths:
    """One place for all routes. Not all of them are in use."""

    root = cfg.host.rstrip("/")

    @classmethod
    def invocations(cls, endpoint):
        return f"{cls.root}/serving-endpoints/{quote(endpoint)}/invocations"

    @classmethod
    def query(cls, index):
        return f"{cls.root}/api/2.0/vector-search/indexes/{index}/query"

    @classmethod
    def statements(cls):
        return cls.root + "/api/2.0/sql/statements/"

    @classmethod
    def genie(cls, space, tail="start-conversation"):
        return "/".join([cls.root, "api/2.0/genie/spaces", space, tail])

    @classmethod
    def jobs(cls):
        return f"{cls.root}/api/2.2/jobs/runs/submit"


@asynccontextmanager
async def http():
    async with aiohttp.ClientSession(headers=cfg.authenticate(), timeout=TIMEOUT) as session:
        yield session


async def post(session, url, payload):
    for attempt in range(4):
        async with session.post(url, json=payload) as r:
            if r.status in (429, 503):
                await asyncio.sleep(2**attempt)
                continue
            r.raise_for_status()
            return await r.json()
    raise TimeoutError(url)


async def embed(session, text):
    out = await post(session, Paths.invocations("databricks-bge-large-en"), {"input": [text]})
    return out["data"][0]["embedding"]


async def search(session, vector, index="legal.cases.rulings_vs"):
    body = {"columns": ["id", "ruling"], "num_results": 4, "query_vector": vector}
    found = await post(session, Paths.query(index), body)
    return [row[1] for row in found["result"].get("data_array", [])]


async def count(session, court):
    sql = "SELECT count(1) FROM legal.cases.rulings WHERE court = :court"
    out = await post(
        session,
        Paths.statements(),
        {
            "warehouse_id": "1e6a11e6a11e6a10",
            "statement": sql,
            "parameters": [{"name": "court", "value": court}],
            "wait_timeout": "20s",
        },
    )
    return out["result"]["data_array"][0][0]


async def ask_genie(session, question):
    space = "01f0c0de0000000000000000000c0de1"
    started = await post(session, Paths.genie(space), {"content": question})
    conversation, message = started["conversation"]["id"], started["message"]["id"]
    url = Paths.genie(space, f"conversations/{conversation}/messages/{message}")
    until = time.monotonic() + 120
    while time.monotonic() < until:
        async with session.get(url) as r:
            state = await r.json()
        if state["status"] in ("COMPLETED", "FAILED"):
            return state.get("attachments", [{}])[0].get("text", {}).get("content", "")
        await asyncio.sleep(1.5)
    return ""


async def complete(session, messages, *, endpoint, **more):
    out = await post(session, Paths.invocations(endpoint), {"messages": messages, **more})
    return out["choices"][0]["message"]["content"]


async def batch(session, texts):
    """For the nightly job."""
    return await post(session, Paths.invocations("databricks-gte-large-en"), {"input": texts})


class Legal(ChatModel):
    def predict(self, context, messages: list[ChatMessage], params: ChatParams) -> ChatCompletionResponse:
        return asyncio.run(self._answer(messages, params))

    async def _answer(self, messages, params):
        question = messages[-1].content
        async with http() as session:
            vector, figures = await asyncio.gather(embed(session, question), ask_genie(session, question))
            rulings, total = await asyncio.gather(search(session, vector), count(session, "BGH"))
            facts = "\n".join([*rulings, figures, f"{total} rulings"])
            history = [m.to_dict() for m in messages[:-1]]
            text = await complete(
                session,
                [{"role": "system", "content": facts}, *history, {"role": "user", "content": question}],
                endpoint="databricks-llama-4-maverick",
                max_tokens=params.max_tokens or 800,
            )
        return ChatCompletionResponse(choices=[ChatChoice(index=0, message=ChatMessage(role="assistant", content=text))])


mlflow.models.set_model(Legal())
