from __future__ import annotations

import logging
import uuid
from typing import Any, Generator

import mlflow
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import (
    ResponsesAgentRequest,
    ResponsesAgentResponse,
    ResponsesAgentStreamEvent,
)

from insights.container import Container
from insights.router import Router

logging.basicConfig(level=logging.INFO)
mlflow.openai.autolog()


class InsightsAgent(ResponsesAgent):
    """Answers questions on customers: numbers, opinions and contracts."""

    def __init__(self, container: Container | None = None):
        self._container = container or Container()
        self._router = Router(self._container)

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        events = list(self.predict_stream(request))
        return ResponsesAgentResponse(
            output=[e.item for e in events if e.type == "response.output_item.done"],
            custom_outputs={"topic": self._router.last_topic},
        )

    def predict_stream(self, request: ResponsesAgentRequest) -> Generator[ResponsesAgentStreamEvent, None, None]:
        history: list[dict[str, Any]] = [{"role": i.role, "content": i.content} for i in request.input]
        text = self._router.answer(history)
        yield ResponsesAgentStreamEvent(
            type="response.output_item.done",
            item=self.create_text_output_item(text=text, id=str(uuid.uuid4())),
        )


AGENT = InsightsAgent()
mlflow.models.set_model(AGENT)
