import asyncio

import mlflow
from mlflow.pyfunc import PythonModel

from rest import Rest

ENDPOINTS = {"chat": "databricks-claude-sonnet-4", "rerank": "bge-reranker"}


async def answer(question: str) -> str:
    async with Rest() as rest:
        passages = await rest.search("main.parks.trails_index", question)
        scores = await rest.invoke(ENDPOINTS["rerank"], {"inputs": [[question, p] for p in passages]})
        best = [p for _, p in sorted(zip(scores["predictions"], passages), reverse=True)][:3]
        weather = await rest.through_connection("noaa_http", "GET", "/gridpoints/BOU/62,60/forecast")
        facts = await rest.sql("SELECT name, closed FROM main.parks.closures", "b16f00d5b16f00d5")
        reply = await rest.invoke(
            ENDPOINTS["chat"],
            {"messages": [{"role": "user", "content": f"{best}\n{weather}\n{facts}\n{question}"}]},
        )
        return reply["choices"][0]["message"]["content"]


class Ranger(PythonModel):
    def predict(self, context, model_input, params=None):
        return asyncio.run(answer(model_input["messages"][-1]["content"]))


mlflow.models.set_model(Ranger())
