import mlflow
from databricks_langchain import ChatDatabricks
from langchain_core.tools import tool
from langgraph.prebuilt import create_react_agent
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import (
    ResponsesAgentRequest,
    ResponsesAgentResponse,
    output_to_responses_items_stream,
    to_chat_completions_input,
)

from permits.lookup import status
from permits.operations import city_tools

TOOLS = [tool(status), *city_tools()]


class PermitAgent(ResponsesAgent):
    def __init__(self, endpoint: str = "databricks-claude-haiku-4-5"):
        self.graph = create_react_agent(ChatDatabricks(endpoint=endpoint), TOOLS)

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        messages = to_chat_completions_input([i.model_dump() for i in request.input])
        out = self.graph.invoke({"messages": messages})
        events = output_to_responses_items_stream([out["messages"][-1]])
        return ResponsesAgentResponse(output=[e.item for e in events])


mlflow.models.set_model(PermitAgent())
