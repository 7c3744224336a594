import json

import mlflow
from databricks_openai import DatabricksOpenAI
from mlflow.entities import SpanType
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse

from fleet.ask import ask_every_space
from fleet.spaces import SPACES

mlflow.openai.autolog()

INTRO = "Answer from the findings below.\n" + "\n".join(f"- {s.label}: {s.about}" for s in SPACES)


class FleetAgent(ResponsesAgent):
    def __init__(self):
        self.client = DatabricksOpenAI()

    @mlflow.trace(span_type=SpanType.TOOL)
    def findings(self, question: str) -> str:
        return json.dumps(ask_every_space(question))

    @mlflow.trace(span_type=SpanType.LLM)
    def say(self, question: str, findings: str) -> str:
        answer = self.client.chat.completions.create(
            model="databricks-gpt-oss-120b",
            messages=[
                {"role": "system", "content": INTRO},
                {"role": "user", "content": f"{question}\n\n{findings}"},
            ],
        )
        return answer.choices[0].message.content

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        question = request.input[-1].content
        if not isinstance(question, str):
            question = " ".join(part["text"] for part in question if "text" in part)
        text = self.say(question, self.findings(question))
        return ResponsesAgentResponse(output=[self.create_text_output_item(text=text, id="msg_1")])


mlflow.models.set_model(FleetAgent())


if __name__ == "__main__":
    # tried by hand, with the bigger model
    print(DatabricksOpenAI().chat.completions.create(model="databricks-claude-opus-4", messages=[]))
