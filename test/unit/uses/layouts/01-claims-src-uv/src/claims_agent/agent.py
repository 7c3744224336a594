"""Entry point of the claims agent (models from code)."""

from typing import Generator

import mlflow
from databricks_langchain import ChatDatabricks
from langgraph.prebuilt import create_react_agent
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import (
    ResponsesAgentRequest,
    ResponsesAgentResponse,
    ResponsesAgentStreamEvent,
    output_to_responses_items_stream,
    to_chat_completions_input,
)

from claims_agent import naming
from claims_agent.tools import all_tools

mlflow.langchain.autolog()

SYSTEM = "You help claims handlers. Cite the policy wording you rely on."


class ClaimsAgent(ResponsesAgent):
    def __init__(self) -> None:
        model = ChatDatabricks(endpoint=naming.LLM, temperature=0.0)
        self.graph = create_react_agent(model, tools=all_tools(), prompt=SYSTEM)

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        done = [
            event.item
            for event in self.predict_stream(request)
            if event.type == "response.output_item.done"
        ]
        return ResponsesAgentResponse(output=done, custom_outputs=request.custom_inputs)

    def predict_stream(
        self, request: ResponsesAgentRequest
    ) -> Generator[ResponsesAgentStreamEvent, None, None]:
        messages = to_chat_completions_input([item.model_dump() for item in request.input])
        for _, update in self.graph.stream({"messages": messages}, stream_mode=["updates"]):
            for node in update.values():
                yield from output_to_responses_items_stream(node.get("messages", []))


AGENT = ClaimsAgent()
mlflow.models.set_model(AGENT)
