"""A support agent: it asks a chat endpoint of the workspace and streams the answer."""

from collections.abc import Generator
from uuid import uuid4

from databricks.sdk import WorkspaceClient
from mlflow.models import ModelConfig, set_model
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import (
    ResponsesAgentRequest,
    ResponsesAgentResponse,
    ResponsesAgentStreamEvent,
)

from tools.prompts import instructions

config = ModelConfig(development_config={"llm": "databricks-claude-sonnet-4"})


class SupportAgent(ResponsesAgent):
    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        items = [event.item for event in self.predict_stream(request) if event.type == "response.output_item.done"]
        return ResponsesAgentResponse(output=items)

    def predict_stream(
        self, request: ResponsesAgentRequest
    ) -> Generator[ResponsesAgentStreamEvent, None, None]:
        messages = [{"role": "system", "content": instructions()}]
        messages += [{"role": item.role, "content": text_of(item.content)} for item in request.input if hasattr(item, "role")]
        # The client gets its credentials from Model Serving: short-lived ones, good for what the policy declares.
        client = WorkspaceClient().serving_endpoints.get_open_ai_client()
        item_id, answer = f"msg_{uuid4()}", ""
        for chunk in client.chat.completions.create(model=config.get("llm"), messages=messages, stream=True):
            delta = chunk.choices[0].delta.content if chunk.choices else None
            if delta:
                answer += delta
                yield ResponsesAgentStreamEvent(**self.create_text_delta(delta=delta, item_id=item_id))
        yield ResponsesAgentStreamEvent(
            type="response.output_item.done",
            item=self.create_text_output_item(text=answer, id=item_id),
        )


def text_of(content) -> str:
    """A message's text, whether it came as a string or as parts."""
    if isinstance(content, str):
        return content
    return "".join(part["text"] if isinstance(part, dict) else part.text for part in content)


set_model(SupportAgent())
