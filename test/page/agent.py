"""The agent of the page's tests: it retrieves, asks a chat endpoint, and says what it was told to say, word by word."""

import os
import time

import mlflow
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse, ResponsesAgentStreamEvent
from openai import OpenAI

class Agent(ResponsesAgent):
    @mlflow.trace(span_type="RETRIEVER")
    def search(self, question):
        return [{"page_content": f"<b>found</b> for {question}"}]

    @mlflow.trace(span_type="CHAT_MODEL")
    def ask(self, model, question):
        client = OpenAI(
            base_url=os.environ["DATABRICKS_HOST"] + "/serving-endpoints",
            api_key=os.environ["DATABRICKS_TOKEN"],
            max_retries=0,
        )
        messages = [{"role": "user", "content": question}]
        return client.chat.completions.create(model=model, messages=messages).choices[0].message.content

    @mlflow.trace(name="support", span_type="AGENT")
    def answer(self, request):
        question = request.input[-1].content
        self.search(question)
        forbidden = "undeclared" in question
        model = "databricks-meta-llama-3-3-70b-instruct" if forbidden else "databricks-claude-sonnet-4"
        print(f"asked {question!r}", flush=True)
        return f"{os.environ.get('SERVED', '')} {len(request.input)} {self.ask(model, question)}"

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        item = self.create_text_output_item(text=self.answer(request), id="m")
        return ResponsesAgentResponse(output=[item])

    def predict_stream(self, request: ResponsesAgentRequest):
        text = self.answer(request)
        for word in text.split(" "):
            yield ResponsesAgentStreamEvent(**self.create_text_delta(delta=word + " ", item_id="m"))
        if "slowly" in text:
            time.sleep(3)
        yield ResponsesAgentStreamEvent(
            type="response.output_item.done", item=self.create_text_output_item(text=text, id="m")
        )


mlflow.models.set_model(Agent())
