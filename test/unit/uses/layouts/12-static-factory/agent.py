from __future__ import annotations

from mlflow.models import set_model as register
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse

from pieces.brain import Brain
from pieces.lookup import Lookup


class TravelAgent(ResponsesAgent):
    def __init__(self, brain: Brain, lookup: Lookup):
        self.brain = brain
        self.lookup = lookup

    @classmethod
    def from_parts(cls, brain: Brain, *, index: str) -> TravelAgent:
        return cls(brain, Lookup(index))

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        question = str(request.input[-1].content)
        text = self.brain.think(question, self.lookup.nearby(question))
        return ResponsesAgentResponse(output=[self.create_text_output_item(text=text, id="msg_a")])


class AgentBuilder:
    """Wires the parts together."""

    @staticmethod
    def build(stage):
        prefix = {"prod": "travel", "dev": "travel_dev"}[stage]
        brain = Brain.with_endpoint("databricks-claude-haiku-4-5")
        return TravelAgent.from_parts(brain, index=prefix + ".content.hotels_index")


register(AgentBuilder.build("prod"))
