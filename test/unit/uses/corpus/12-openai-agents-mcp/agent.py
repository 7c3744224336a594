import asyncio
import os

import mlflow
from agents import Agent, Runner, function_tool, set_default_openai_api, set_default_openai_client
from databricks.sdk import WorkspaceClient
from databricks_openai import AsyncDatabricksOpenAI
from databricks_openai.agents import AsyncDatabricksSession, McpServer
from mlflow.genai.agent_server import invoke
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse

set_default_openai_client(AsyncDatabricksOpenAI())
set_default_openai_api("chat_completions")
mlflow.openai.autolog()

w = WorkspaceClient()
LAKEBASE = "agent-memory"


@function_tool
def today() -> str:
    """The date of today."""
    import datetime

    return datetime.date.today().isoformat()


async def run(request: ResponsesAgentRequest) -> list[dict]:
    session = AsyncDatabricksSession(session_id=request.context.conversation_id, instance_name=LAKEBASE)
    async with (
        McpServer(url=f"{w.config.host}/api/2.0/mcp/genie/01f0aa11bb22cc33dd44ee55ff667788", workspace_client=w) as genie,
        McpServer.from_uc_function(catalog="ops", schema="tools", function_name="open_incident") as incidents,
        McpServer.from_vector_search("ops", "runbooks", index_name="pages_index") as runbooks,
    ):
        triage = Agent(
            name="triage",
            model="databricks-gpt-5",
            instructions="Sort incidents. Runbooks live in ops.runbooks.pages_index.",
            mcp_servers=[incidents, runbooks],
        )
        analyst = Agent(
            name="analyst",
            model="databricks-gpt-5-nano",
            instructions="Answer questions about numbers.",
            mcp_servers=[genie],
            tools=[today],
            handoffs=[triage],
        )
        result = await Runner.run(analyst, [i.model_dump() for i in request.input], session=session)
        return [i.to_input_item() for i in result.new_items]


class OpsAgent(ResponsesAgent):
    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        return ResponsesAgentResponse(output=asyncio.run(run(request)))


mlflow.models.set_model(OpsAgent())
