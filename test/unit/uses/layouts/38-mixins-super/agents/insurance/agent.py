import mlflow
from langgraph.prebuilt import create_react_agent
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import (
    ResponsesAgentRequest,
    ResponsesAgentResponse,
    output_to_responses_items_stream,
    to_chat_completions_input,
)

from agents.mixins import Analytics, Retrieval


class Toolbox(Retrieval, Analytics):
    index = "insurance.claims.wording_index"
    space = "01f0aaaabbbbccccddddeeeeffff0001"


class InsuranceAgent(Toolbox, ResponsesAgent):
    def __init__(self):
        super().__init__(locale="en")
        self.graph = create_react_agent(self.llm, self.tools)

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        messages = to_chat_completions_input([i.model_dump() for i in request.input])
        out = self.graph.invoke({"messages": messages})
        return ResponsesAgentResponse(
            output=[e.item for e in output_to_responses_items_stream([out["messages"][-1]])]
        )


mlflow.models.set_model(InsuranceAgent())
