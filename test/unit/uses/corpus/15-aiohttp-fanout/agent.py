import asyncio

import aiohttp
import mlflow
from databricks.sdk.core import Config

PANEL = ("databricks-claude-sonnet-4", "databricks-gpt-oss-120b", "databricks-llama-4-maverick")
config = Config()


async def one(session: aiohttp.ClientSession, endpoint: str, messages: list) -> str:
    async with session.post(f"{config.host}/serving-endpoints/{endpoint}/invocations", json={"messages": messages}) as r:
        return (await r.json())["choices"][0]["message"]["content"]


async def panel(messages: list) -> list[str]:
    async with aiohttp.ClientSession(headers=config.authenticate()) as session:
        return await asyncio.gather(*[one(session, name, messages) for name in PANEL])


class Panel(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input, params=None):
        return asyncio.run(panel(model_input["messages"]))


mlflow.models.set_model(Panel())
