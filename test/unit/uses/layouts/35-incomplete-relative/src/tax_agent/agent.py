import mlflow
from databricks_langchain import ChatDatabricks
from langgraph.prebuilt import create_react_agent
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import (
    ResponsesAgentRequest,
    ResponsesAgentResponse,
    output_to_responses_items_stream,
    to_chat_completions_input,
)

from tax_agent.generated.tools import TOOLS
from tax_agent.prompts import SYSTEM


class TaxAgent(ResponsesAgent):
    def __init__(self):
        llm = ChatDatabricks(endpoint="databricks-claude-sonnet-4")
        self.graph = create_react_agent(llm, TOOLS, prompt=SYSTEM)

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        messages = to_chat_completions_input([i.model_dump() for i in request.input])
        out = self.graph.invoke({"messages": messages})
        events = output_to_responses_items_stream([out["messages"][-1]])
        return ResponsesAgentResponse(output=[e.item for e in events])


mlflow.models.set_model(TaxAgent())
