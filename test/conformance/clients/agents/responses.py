import mlflow
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse, ResponsesAgentStreamEvent


class Agent(mlflow.pyfunc.ResponsesAgent):
    @mlflow.trace
    def text(self, request):
        return f"you said {request.input[-1].content}"

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        return ResponsesAgentResponse(output=[self.create_text_output_item(text=self.text(request), id="m")])

    def predict_stream(self, request: ResponsesAgentRequest):
        text = self.text(request)
        for character in text:
            yield ResponsesAgentStreamEvent(**self.create_text_delta(delta=character, item_id="m"))
        item = self.create_text_output_item(text=text, id="m")
        yield ResponsesAgentStreamEvent(type="response.output_item.done", item=item)


mlflow.models.set_model(Agent())
