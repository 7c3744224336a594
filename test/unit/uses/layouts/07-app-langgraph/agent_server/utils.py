import os
from typing import Any, AsyncGenerator, AsyncIterator

from databricks.sdk import WorkspaceClient
from mlflow.genai.agent_server import get_request_headers
from mlflow.types.responses import ResponsesAgentStreamEvent, output_to_responses_items_stream


def user_workspace() -> WorkspaceClient:
    token = get_request_headers().get("x-forwarded-access-token")
    return WorkspaceClient(host=os.environ.get("DATABRICKS_HOST"), token=token, auth_type="pat")


def mcp_url(path: str) -> str:
    return f"{WorkspaceClient().config.host}/api/2.0/mcp/{path}"


async def events_of(stream: AsyncIterator[Any]) -> AsyncGenerator[ResponsesAgentStreamEvent, None]:
    async for _, chunk in stream:
        for node in chunk.values():
            for event in output_to_responses_items_stream(node.get("messages", [])):
                yield event
