from __future__ import annotations

import uuid

import mlflow
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse

from orderdesk.bootstrap import bootstrap
from orderdesk.service import OrderDesk


class OrderDeskAgent(ResponsesAgent):
    def __init__(self, desk: OrderDesk) -> None:
        self._desk = desk

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        text = self._desk.answer(str(request.input[-1].content))
        return ResponsesAgentResponse(
            output=[self.create_text_output_item(text=text, id=str(uuid.uuid4()))]
        )


mlflow.models.set_model(OrderDeskAgent(bootstrap()))
