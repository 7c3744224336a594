"""Entry point of the lakehouse copilot. Everything of interest is in `copilot/`."""
from __future__ import annotations

import logging
import os
from typing import Any, Generator

import mlflow
from mlflow.entities import SpanType
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import (
    ResponsesAgentRequest,
    ResponsesAgentResponse,
    ResponsesAgentStreamEvent,
    output_to_responses_items_stream,
    to_chat_completions_input,
)

from copilot.graph.build import build_graph
from copilot.settings import load

logger = logging.getLogger("copilot")
logger.setLevel(os.environ.get("COPILOT_LOG_LEVEL", "INFO"))

if os.environ.get("COPILOT_TRACING", "on") == "on":
    mlflow.langchain.autolog()


class Copilot(ResponsesAgent):
    def __init__(self) -> None:
        self.settings = load()
        self.graph = build_graph(self.settings)
        logger.info("copilot ready with %s", self.settings.models.supervisor)

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        done = [e.item for e in self.predict_stream(request) if e.type == "response.output_item.done"]
        return ResponsesAgentResponse(output=done, custom_outputs=request.custom_inputs)

    @mlflow.trace(span_type=SpanType.AGENT)
    def predict_stream(
        self, request: ResponsesAgentRequest
    ) -> Generator[ResponsesAgentStreamEvent, None, None]:
        messages = to_chat_completions_input([i.model_dump() for i in request.input])
        seen: set[str] = set()
        for _, update in self.graph.stream({"messages": messages}, stream_mode=["updates"]):
            for node in update.values():
                fresh = [m for m in node.get("messages", []) if m.id not in seen]
                seen |= {m.id for m in fresh}
                yield from output_to_responses_items_stream(fresh)


agent: Any = Copilot()
mlflow.models.set_model(agent)
