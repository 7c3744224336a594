from dataclasses import dataclass
from urllib.parse import urljoin

from databricks.sdk import WorkspaceClient
from databricks_mcp import DatabricksOAuthClientProvider
from langchain_mcp_adapters.client import MultiServerMCPClient


@dataclass
class Server:
    name: str
    path: str

    def url(self, host: str) -> str:
        return urljoin(host, f"/api/2.0/mcp/{self.path}")


SERVERS = [
    Server("python", "functions/system/ai/python_exec"),
    Server("genie", "genie/01f0313233343536373839404142434f"),
    Server("maps", "external/maps_platform"),
    Server("tools", "functions/city/tools"),
    Server("docs", "vector-search/city/docs"),
    Server("sql", "sql"),
]


def client(workspace: WorkspaceClient) -> MultiServerMCPClient:
    auth = DatabricksOAuthClientProvider(workspace)
    return MultiServerMCPClient(
        {
            server.name: {"transport": "streamable_http", "url": server.url(workspace.config.host), "auth": auth}
            for server in SERVERS
        }
    )
