"""Echo with rules, for tests of clients.

Unlike the real agent it does not call databricks-claude-sonnet-4, does not search
main.kb.docs_index and does not ask Genie space 01f0ffffffffffffffffffffffffffff.
"""

import logging
import re
import uuid
from typing import Generator

import mlflow
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse, ResponsesAgentStreamEvent

log = logging.getLogger("echo")

ENDPOINT = "databricks-claude-sonnet-4"
INDEX = "main.kb.docs_index"
WAREHOUSE_ID = "abcdef0123456789"
RULES: list[tuple[re.Pattern, str]] = [
    (re.compile(r"\bhello\b", re.I), "Hello!"),
    (re.compile(r"select .* from (\S+)", re.I), "I do not run SQL such as SELECT * FROM main.kb.docs."),
    (re.compile(r"https://\S+/serving-endpoints/(\S+)/invocations"), "I do not call endpoints."),
]


class Echo(ResponsesAgent):
    def _reply(self, text: str) -> str:
        for pattern, reply in RULES:
            if pattern.search(text):
                return reply
        log.info("would have asked %s with %s on %s", ENDPOINT, INDEX, WAREHOUSE_ID)
        return text[::-1]

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        item = self.create_text_output_item(text=self._reply(str(request.input[-1].content)), id=str(uuid.uuid4()))
        return ResponsesAgentResponse(output=[item])

    def predict_stream(self, request: ResponsesAgentRequest) -> Generator[ResponsesAgentStreamEvent, None, None]:
        for item in self.predict(request).output:
            yield ResponsesAgentStreamEvent(type="response.output_item.done", item=item)


mlflow.models.set_model(Echo())
