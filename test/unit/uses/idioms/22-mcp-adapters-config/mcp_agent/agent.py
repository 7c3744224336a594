import asyncio

import mlflow
import nest_asyncio
from databricks.sdk import WorkspaceClient
from databricks_langchain import ChatDatabricks
from langgraph.prebuilt import create_react_agent
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import (
    ResponsesAgentRequest,
    ResponsesAgentResponse,
    output_to_responses_items_stream,
    to_chat_completions_input,
)

from mcp_agent.servers import client

nest_asyncio.apply()


class CityAgent(ResponsesAgent):
    def __init__(self):
        self.tools = asyncio.run(client(WorkspaceClient()).get_tools())
        self.llm = ChatDatabricks(endpoint="databricks-claude-sonnet-4-5")

    async def _answer(self, messages):
        return await create_react_agent(self.llm, self.tools).ainvoke({"messages": messages})

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        messages = to_chat_completions_input([i.model_dump() for i in request.input])
        out = asyncio.run(self._answer(messages))
        events = output_to_responses_items_stream([out["messages"][-1]])
        return ResponsesAgentResponse(output=[e.item for e in events])


mlflow.models.set_model(CityAgent())
