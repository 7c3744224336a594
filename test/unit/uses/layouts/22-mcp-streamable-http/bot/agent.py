import asyncio

import mlflow
from databricks.sdk import WorkspaceClient
from databricks_langchain import ChatDatabricks
from langchain_mcp_adapters.tools import load_mcp_tools
from langgraph.prebuilt import create_react_agent
from mlflow.models import ModelConfig
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import (
    ResponsesAgentRequest,
    ResponsesAgentResponse,
    output_to_responses_items_stream,
    to_chat_completions_input,
)

from bot.session import session_to

config = ModelConfig(development_config={"model": "databricks-gpt-oss-20b", "mcp_path": "functions/dev/dev/f"})
GENIE = "genie/01f0abababababcdcdcdcdcdefefefef"


class WaterAgent(ResponsesAgent):
    def __init__(self):
        self.workspace = WorkspaceClient()
        self.llm = ChatDatabricks(endpoint=config.get("model"))

    async def _answer(self, messages):
        async with (
            session_to(config.get("mcp_path"), self.workspace) as limits,
            session_to(GENIE, self.workspace) as measurements,
        ):
            tools = await load_mcp_tools(limits) + await load_mcp_tools(measurements)
            graph = create_react_agent(self.llm, tools)
            return (await graph.ainvoke({"messages": messages}))["messages"]

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        messages = to_chat_completions_input([i.model_dump() for i in request.input])
        produced = asyncio.run(self._answer(messages))
        events = output_to_responses_items_stream(produced[len(messages):])
        return ResponsesAgentResponse(output=[e.item for e in events])


mlflow.models.set_model(WaterAgent())
