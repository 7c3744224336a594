"""The example agent of `mlflow-agents workspace seed`: looks into a vector index, then asks a chat endpoint."""

import mlflow
from databricks.sdk import WorkspaceClient
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse, ResponsesAgentStreamEvent

CONFIG = mlflow.models.ModelConfig()


class Agent(ResponsesAgent):
    @mlflow.trace(span_type="RETRIEVER")
    def look_up(self, question: str) -> list[str]:
        index, column = CONFIG.get("index"), CONFIG.get("column")
        if not index:
            return []
        found = WorkspaceClient().vector_search_indexes.query_index(
            index, columns=[column], query_text=question, num_results=2
        )
        return [str(row[0]) for row in found.result.data_array or []]

    @mlflow.trace(span_type="CHAT_MODEL")
    def ask(self, question: str, passages: list[str]) -> str:
        client = WorkspaceClient().serving_endpoints.get_open_ai_client()
        system = "\n".join([CONFIG.get("manner"), *passages])
        messages = [{"role": "system", "content": system}, {"role": "user", "content": question}]
        answer = client.chat.completions.create(model=CONFIG.get("endpoint"), messages=messages)
        return answer.choices[0].message.content

    def answer(self, request: ResponsesAgentRequest) -> str:
        question = str(request.input[-1].content)
        return self.ask(question, self.look_up(question))

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        item = self.create_text_output_item(text=self.answer(request), id="answer")
        return ResponsesAgentResponse(output=[item])

    def predict_stream(self, request: ResponsesAgentRequest):
        text = self.answer(request)
        for word in text.split(" "):
            yield ResponsesAgentStreamEvent(**self.create_text_delta(delta=word + " ", item_id="answer"))
        item = self.create_text_output_item(text=text, id="answer")
        yield ResponsesAgentStreamEvent(type="response.output_item.done", item=item)


mlflow.models.set_model(Agent())
