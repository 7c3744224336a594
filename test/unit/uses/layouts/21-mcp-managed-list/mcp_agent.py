import json
from dataclasses import dataclass

import mlflow
from databricks.sdk import WorkspaceClient
from databricks_mcp import DatabricksMCPClient
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse

workspace = WorkspaceClient()
HOST = workspace.config.host.rstrip("/")
MCP = f"{HOST}/api/2.0/mcp"

SERVER_URLS = [
    f"{MCP}/vector-search/pharma/trials/protocols_index",
    f"{MCP}/genie/01f0987654321098765432109876fedc",
    f"{MCP}/external/pubmed_connection",
]


@dataclass
class McpTool:
    spec: dict
    client: DatabricksMCPClient
    remote: str

    def __call__(self, **arguments) -> str:
        result = self.client.call_tool(self.remote, arguments)
        return "".join(part.text for part in result.content)


def connect(url: str) -> list[McpTool]:
    client = DatabricksMCPClient(server_url=url, workspace_client=workspace)
    tools = []
    for tool in client.list_tools():
        spec = {
            "type": "function",
            "function": {"name": tool.name, "description": tool.description, "parameters": tool.inputSchema},
        }
        tools.append(McpTool(spec, client, tool.name))
    return tools


def schema_tools(catalog: str, schema: str) -> list[McpTool]:
    client = DatabricksMCPClient(f"{MCP}/functions/{catalog}/{schema}", workspace)
    return [McpTool({"type": "function", "function": {"name": t.name}}, client, t.name) for t in client.list_tools()]


def sql_tools() -> list[McpTool]:
    client = DatabricksMCPClient(server_url=MCP + "/sql", workspace_client=workspace)
    return [McpTool({"type": "function", "function": {"name": t.name}}, client, t.name) for t in client.list_tools()]


class TrialsAgent(ResponsesAgent):
    def __init__(self):
        found = [t for url in SERVER_URLS for t in connect(url)]
        found += schema_tools("pharma", "tools") + sql_tools()
        self.tools = {t.remote: t for t in found}
        self.llm = workspace.serving_endpoints.get_open_ai_client()

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        messages = self.prep_msgs_for_cc_llm(request.input)
        while True:
            reply = self.llm.chat.completions.create(
                model="databricks-claude-sonnet-4",
                messages=messages,
                tools=[t.spec for t in self.tools.values()],
            ).choices[0].message
            messages.append(reply.to_dict())
            if not reply.tool_calls:
                return ResponsesAgentResponse(
                    output=[self.create_text_output_item(text=reply.content, id="msg_1")]
                )
            for call in reply.tool_calls:
                output = self.tools[call.function.name](**json.loads(call.function.arguments))
                messages.append({"role": "tool", "tool_call_id": call.id, "content": output})


mlflow.models.set_model(TrialsAgent())
