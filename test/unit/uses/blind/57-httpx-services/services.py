import os

import httpx
from databricks.sdk import WorkspaceClient


class Service:
    path: str = ""

    def __init__(self, client: WorkspaceClient | None = None):
        self.config = (client or WorkspaceClient()).config
        self.http = httpx.Client(base_url=self.config.host, timeout=20)

    def call(self, path: str, **body):
        r = self.http.post(self.path + path, json=body, headers=self.config.authenticate())
        r.raise_for_status()
        return r.json()


class Serving(Service):
    path = "/serving-endpoints"

    def ask(self, name: str, text: str):
        return self.call(f"/{name}/invocations", messages=[{"role": "user", "content": text}])


class Genie(Service):
    path = "/api/2.0/genie/spaces"
    space = os.getenv("SPACE", "01f05757575757575757575757575757")

    def start(self, text: str):
        return self.call(f"/{self.space}/start-conversation", content=text)


class Mcp(Service):
    path = "/api/2.0/mcp"

    def delay(self, train: str):
        return self.call("/functions/trains/tools/delay", jsonrpc="2.0", id=1, method="tools/call", params={"train": train})

    def docs(self, text: str):
        return self.call("/vector-search/trains/kb/docs_index", jsonrpc="2.0", id=1, method="tools/call", params={"query": text})
