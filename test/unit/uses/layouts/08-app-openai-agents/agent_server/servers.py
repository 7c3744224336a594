from enum import Enum

from databricks_openai.agents import McpServer

from agent_server.clients import caller_or_app, own


class Tool(str, Enum):
    LEDGER = "genie/01f0fedcba98765432100123456789ab"
    FX = "functions/finance/tools/convert_currency"
    SLACK = "external/slack_finance"


def server_for(tool: Tool) -> McpServer:
    client = caller_or_app() if tool is Tool.LEDGER else own()
    return McpServer(
        url=f"{client.config.host}/api/2.0/mcp/{tool.value}",
        name=tool.name.lower(),
        workspace_client=client,
    )
