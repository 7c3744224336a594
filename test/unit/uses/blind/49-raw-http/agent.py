import asyncio
import json
import os
import urllib.request

import aiohttp
import httpx
import mlflow
import requests
from mlflow.pyfunc import ChatAgent
from requests.adapters import HTTPAdapter

HOST = os.environ["DATABRICKS_HOST"].rstrip("/")
HEADERS = {"Authorization": f"Bearer {os.environ['DATABRICKS_TOKEN']}"}

session = requests.Session()
session.headers.update(HEADERS)
session.mount("https://", HTTPAdapter(max_retries=3))

api = httpx.Client(base_url=f"{HOST}/api/2.0", headers=HEADERS, timeout=30)
serving = httpx.AsyncClient(base_url=HOST + "/serving-endpoints/", headers=HEADERS)


def chat(messages, endpoint="databricks-gpt-oss-120b"):
    r = session.post(f"{HOST}/serving-endpoints/{endpoint}/invocations", json={"messages": messages})
    r.raise_for_status()
    return r.json()["choices"][0]["message"]["content"]


def search(text):
    index = "city.kb.rules_index"
    return api.post(f"/vector-search/indexes/{index}/query", json={"query_text": text, "columns": ["id", "text"]}).json()


def permits(street):
    payload = {
        "warehouse_id": "49f049f049f049f0",
        "statement": "SELECT * FROM city.office.permits WHERE street = :s",
        "parameters": [{"name": "s", "value": street}],
    }
    return api.request("POST", "sql/statements/", json=payload).json()["result"]


def genie(question):
    request = urllib.request.Request(
        HOST + "/api/2.0/genie/spaces/01f04949494949494949494949494949/start-conversation",
        data=json.dumps({"content": question}).encode(),
        headers=HEADERS,
        method="POST",
    )
    with urllib.request.urlopen(request) as reply:
        return json.load(reply)


async def rank(texts):
    r = await serving.post("city-ranker/invocations", json={"inputs": texts})
    return r.json()["predictions"]


async def weather(place):
    async with aiohttp.ClientSession() as http:
        async with http.get("https://api.weather.example/v1/now", params={"q": place}) as reply:
            return await reply.text()


async def embed(text):
    async with aiohttp.ClientSession(base_url=HOST, headers=HEADERS) as http:
        async with http.post("/serving-endpoints/city-embeddings/invocations", json={"input": text}) as reply:
            return await reply.json()


def old_chat(messages):
    return requests.post(f"{HOST}/serving-endpoints/databricks-dbrx-instruct/invocations", json={"messages": messages})


async def gathered(text):
    return await asyncio.gather(rank([text]), weather("here"), embed(text))


class City(ChatAgent):
    def predict(self, messages, context=None, custom_inputs=None):
        text = messages[-1].content
        facts = [search(text), permits(text), genie(text), asyncio.run(gathered(text))]
        return {"messages": [{"role": "assistant", "id": "1", "content": chat([{"role": "user", "content": f"{facts} {text}"}])}]}


mlflow.models.set_model(City())
