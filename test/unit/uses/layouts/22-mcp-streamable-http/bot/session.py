from contextlib import asynccontextmanager

from databricks.sdk import WorkspaceClient
from databricks_mcp import DatabricksOAuthClientProvider
from mcp import ClientSession
from mcp.client.streamable_http import streamablehttp_client


@asynccontextmanager
async def session_to(path: str, workspace: WorkspaceClient):
    url = f"{workspace.config.host}/api/2.0/mcp/{path}"
    auth = DatabricksOAuthClientProvider(workspace)
    async with streamablehttp_client(url, auth=auth) as (read, write, _), ClientSession(read, write) as session:
        await session.initialize()
        yield session
