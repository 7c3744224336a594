import asyncio
import json
from typing import Any

import mlflow
from databricks.sdk import WorkspaceClient
from databricks_mcp import DatabricksMCPClient
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse

LLM = "databricks-claude-3-7-sonnet"
ws = WorkspaceClient()
HOST = ws.config.host

MANAGED_MCP_SERVER_URLS = [
    f"{HOST}/api/2.0/mcp/functions/system/ai/python_exec",
    f"{HOST}/api/2.0/mcp/genie/01f0c0c0c0c0c0c0c0c0c0c0c0c0c0c0",
    f"{HOST}/api/2.0/mcp/sql",
]
CUSTOM_MCP_SERVER_URLS = [
    # "https://mcp-legacy-1234567890123456.7.azure.databricksapps.com/mcp",
]


class MCPAgent(ResponsesAgent):
    def __init__(self):
        self.openai = ws.serving_endpoints.get_open_ai_client()
        self.tools: dict[str, tuple[DatabricksMCPClient, Any]] = {}
        for url in MANAGED_MCP_SERVER_URLS + CUSTOM_MCP_SERVER_URLS:
            client = DatabricksMCPClient(server_url=url, workspace_client=ws)
            for spec in client.list_tools():
                self.tools[spec.name] = (client, spec)

    def specs(self) -> list[dict]:
        return [
            {
                "type": "function",
                "function": {"name": name, "description": spec.description, "parameters": spec.inputSchema},
            }
            for name, (_, spec) in self.tools.items()
        ]

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        messages: list[dict] = [{"role": i.role, "content": i.content} for i in request.input]
        while True:
            reply = self.openai.chat.completions.create(model=LLM, messages=messages, tools=self.specs())
            message = reply.choices[0].message
            if not message.tool_calls:
                item = self.create_text_output_item(text=message.content, id=reply.id)
                return ResponsesAgentResponse(output=[item])
            messages.append(message.model_dump(exclude_none=True))
            for call in message.tool_calls:
                client, _ = self.tools[call.function.name]
                result = asyncio.run(client.acall_tool(call.function.name, json.loads(call.function.arguments)))
                text = "".join(getattr(part, "text", "") for part in result.content)
                messages.append({"role": "tool", "tool_call_id": call.id, "content": text})


mlflow.models.set_model(MCPAgent())
