"""Just enough REST, without a client library."""

import aiohttp
import httpx
from databricks.sdk.core import Config


class Rest:
    def __init__(self, config: Config | None = None):
        self.config = config or Config()

    async def __aenter__(self):
        headers = self.config.authenticate()
        self.session = aiohttp.ClientSession(base_url=self.config.host, headers=headers)
        self.slow = httpx.AsyncClient(base_url=f"{self.config.host}/api/2.0", headers=headers, timeout=300)
        return self

    async def __aexit__(self, *error):
        await self.session.close()
        await self.slow.aclose()

    async def invoke(self, endpoint: str, body: dict) -> dict:
        async with self.session.post(f"/serving-endpoints/{endpoint}/invocations", json=body) as response:
            response.raise_for_status()
            return await response.json()

    async def search(self, index: str, text: str, k: int = 10) -> list[str]:
        body = {"query_text": text, "columns": ["text"], "num_results": k}
        async with self.session.post(f"/api/2.0/vector-search/indexes/{index}/query", json=body) as response:
            return [row[0] for row in (await response.json())["result"]["data_array"]]

    async def sql(self, statement: str, warehouse: str) -> list:
        response = await self.slow.post(
            "/sql/statements", json={"statement": statement, "warehouse_id": warehouse, "wait_timeout": "50s"}
        )
        return response.json()["result"]["data_array"]

    async def through_connection(self, connection: str, method: str, path: str) -> str:
        """The route behind the SDK's http_request."""
        response = await self.slow.post(
            "/external-function", json={"connection_name": connection, "method": method, "path": path}
        )
        return response.text

    async def genie(self, space: str, question: str) -> dict:
        response = await self.slow.post(f"/genie/spaces/{space}/start-conversation", json={"content": question})
        return response.json()
