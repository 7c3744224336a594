"""Answers questions about opening hours from a table in the code: no model, no data."""

import difflib
import random
from datetime import datetime
from zoneinfo import ZoneInfo

import mlflow
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import (
    ResponsesAgentRequest,
    ResponsesAgentResponse,
    ResponsesAgentStreamEvent,
)

from hours import GREETINGS, HOURS, Endpoint

ZONE = ZoneInfo("Europe/Lisbon")


class ChatDatabricks:
    """A stand-in of this file, not the library's class."""

    def __init__(self, endpoint: str):
        self.endpoint = endpoint

    def invoke(self, text: str) -> str:
        return f"{random.choice(GREETINGS)} {text}"


class HoursAgent(ResponsesAgent):
    def __init__(self):
        self.voice = ChatDatabricks(endpoint="databricks-claude-sonnet-4")
        self.route = Endpoint("main.kb.hours_index")

    def answer(self, question: str) -> str:
        words = question.lower().split()
        places = [m for w in words for m in difflib.get_close_matches(w, HOURS, n=1, cutoff=0.8)]
        if not places:
            return self.voice.invoke("Which branch do you mean?")
        opens, closes = HOURS[places[0]]
        now = datetime.now(ZONE).hour
        state = "open" if opens <= now < closes else "closed"
        return self.voice.invoke(f"{places[0]} is {state} ({opens}:00 to {closes}:00).")

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        text = self.answer(str(request.input[-1].content))
        return ResponsesAgentResponse(output=[self.create_text_output_item(text=text, id="h")])

    def predict_stream(self, request: ResponsesAgentRequest):
        for item in self.predict(request).output:
            yield ResponsesAgentStreamEvent(type="response.output_item.done", item=item)


mlflow.models.set_model(HoursAgent())
