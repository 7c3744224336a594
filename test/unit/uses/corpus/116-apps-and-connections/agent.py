import asyncio
import json

import mlflow
from databricks import sql
from databricks.sdk import WorkspaceClient
from databricks.sdk.service.serving import ExternalFunctionRequestHttpMethod as HttpMethod
from databricks_langchain import ChatDatabricks, DatabricksMCPServer, DatabricksMultiServerMCPClient
from databricks_openai import AsyncDatabricksOpenAI
from langchain_core.tools import StructuredTool, tool
from langgraph.prebuilt import create_react_agent

w = WorkspaceClient()
cfg = w.config

COLLEAGUES = {"finance": "finance-agent", "facility": "facility-agent"}
PARTNERS = [
    ("crm", "salesforce_http", "/services/data/v60.0/query"),
    ("tickets", "zendesk_http", "/api/v2/search.json"),
]
TICKETS_APP = "https://mcp-tickets-7405608014630062.aws.databricksapps.com/mcp"
SQL_REQUEST = """
SELECT http_request(
  conn => 'erp_http', method => 'POST', path => '/rpc/stock',
  json => to_json(named_struct('article', :article))
).text AS body
"""


@tool
def ask_colleague(who: str, question: str) -> str:
    """Asks the agent of finance or of facility."""

    async def ask() -> str:
        client = AsyncDatabricksOpenAI()
        answer = await client.responses.create(
            model=f"apps/{COLLEAGUES[who]}", input=[{"role": "user", "content": question}]
        )
        return answer.output_text

    return asyncio.run(ask())


def partner_tool(name: str, connection: str, path: str) -> StructuredTool:
    def search(query: str) -> str:
        response = w.serving_endpoints.http_request(
            conn=connection, method=HttpMethod.GET, path=path, params={"q": query}
        )
        return json.dumps(response.json())[:4000]

    return StructuredTool.from_function(search, name=f"search_{name}", description=f"Searches {name}")


@tool
def stock(article: str) -> str:
    """Stock of an article in the ERP."""
    with sql.connect(
        server_hostname=cfg.host, http_path="/sql/1.0/warehouses/e4b0e4b0e4b0e4b0", credentials_provider=lambda: cfg.authenticate
    ) as connection, connection.cursor() as cursor:
        cursor.execute(SQL_REQUEST, {"article": article})
        return cursor.fetchone().body


servers = DatabricksMultiServerMCPClient(
    [
        DatabricksMCPServer(name="tickets", url=TICKETS_APP, workspace_client=w),
        DatabricksMCPServer(name="web", url=f"{cfg.host}/api/2.0/mcp/external/you_com", workspace_client=w),
    ]
)

tools = [ask_colleague, stock, *(partner_tool(*p) for p in PARTNERS), *asyncio.run(servers.get_tools())]
llm = ChatDatabricks(model="databricks-claude-sonnet-4-5")
mlflow.models.set_model(create_react_agent(llm, tools))
