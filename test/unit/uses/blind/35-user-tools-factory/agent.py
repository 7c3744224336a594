from typing import Any, Generator

import mlflow
from databricks.sdk import WorkspaceClient
from databricks_ai_bridge import ModelServingUserCredentials
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

from tools import build_tools

SYSTEM = WorkspaceClient()


class HrAgent(ResponsesAgent):
    """The user's client exists only inside a request, so tools are built there."""

    def __init__(self) -> None:
        self.llm = ChatDatabricks(endpoint="databricks-claude-sonnet-4", workspace_client=SYSTEM)

    def _user(self) -> WorkspaceClient:
        return WorkspaceClient(credentials_strategy=ModelServingUserCredentials())

    def _graph(self):
        tools = build_tools(user=self._user(), system=SYSTEM)
        return create_react_agent(self.llm, tools, prompt="Use hr.people.v_me, never hr.people.all.")

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        items = [e.item for e in self.predict_stream(request) if e.type == "response.output_item.done"]
        return ResponsesAgentResponse(output=items)

    def predict_stream(self, request: ResponsesAgentRequest) -> Generator[ResponsesAgentStreamEvent, None, None]:
        messages: list[dict[str, Any]] = to_chat_completions_input([i.model_dump() for i in request.input])
        for _, event in self._graph().stream({"messages": messages}, stream_mode=["updates"]):
            for data in event.values():
                yield from output_to_responses_items_stream(data["messages"])


mlflow.langchain.autolog()
mlflow.models.set_model(HrAgent())
