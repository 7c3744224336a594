"""The agent of the workspace's tests: asks a chat endpoint with the credential it is served with."""

import os

import mlflow
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse, ResponsesAgentStreamEvent
from openai import OpenAI

VERSION = "one"


class Agent(ResponsesAgent):
    @mlflow.trace
    def ask(self, request):
        wanted = request.custom_inputs or {}
        if wanted.get("offline"):
            return "offline"
        client = OpenAI(
            base_url=os.environ["DATABRICKS_HOST"] + "/serving-endpoints",
            api_key=os.environ["DATABRICKS_TOKEN"],
            max_retries=0,
        )
        messages = [{"role": m.role, "content": m.content} for m in request.input]
        model = wanted.get("model", "databricks-claude-sonnet-4")
        return client.chat.completions.create(model=model, messages=messages).choices[0].message.content

    def text(self, request):
        return f"{VERSION} {os.environ.get('GREETING', '')} {self.ask(request)}"

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        return ResponsesAgentResponse(output=[self.create_text_output_item(text=self.text(request), id="m")])

    def predict_stream(self, request: ResponsesAgentRequest):
        text = self.text(request)
        for word in text.split(" "):
            yield ResponsesAgentStreamEvent(**self.create_text_delta(delta=word + " ", item_id="m"))
        item = self.create_text_output_item(text=text, id="m")
        yield ResponsesAgentStreamEvent(type="response.output_item.done", item=item)


mlflow.models.set_model(Agent())
