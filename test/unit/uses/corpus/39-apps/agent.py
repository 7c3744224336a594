import mlflow
from databricks.sdk import WorkspaceClient
from databricks_langchain import ChatDatabricks
from databricks_mcp import DatabricksMCPClient
from databricks_openai import DatabricksOpenAI
import requests
from langgraph.prebuilt import create_react_agent

w = WorkspaceClient()
openai = DatabricksOpenAI(workspace_client=w)

orders = DatabricksMCPClient("https://mcp-orders-1444828305810485.aws.databricksapps.com/mcp", w)


def ask_procurement(question: str) -> str:
    """Asks the agent of procurement, which runs as an app."""
    return openai.responses.create(
        model="apps/procurement-agent", input=[{"role": "user", "content": question}]
    ).output_text


def calendar(day: str) -> str:
    """Free slots of a day."""
    app = w.apps.get(name="team-calendar")
    return requests.get(f"{app.url}/slots", params={"day": day}, headers=w.config.authenticate(), timeout=20).text


def order(number: str) -> str:
    """Reads an order."""
    return orders.call_tool("get_order", {"number": number}).content[0].text


llm = ChatDatabricks(model="databricks-claude-sonnet-4-5")
mlflow.models.set_model(create_react_agent(llm, [ask_procurement, calendar, order]))
