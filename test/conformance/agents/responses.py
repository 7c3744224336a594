from mlflow.models import set_model
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import ResponsesAgentRequest


class Echo(ResponsesAgent):
    def predict(self, request: ResponsesAgentRequest):
        text = str(request.input[-1].content)
        return {"output": [self.create_text_output_item(text.upper(), "msg-1")]}

    def predict_stream(self, request: ResponsesAgentRequest):
        yield {"type": "response.output_item.done", "item": self.create_text_output_item("hello", "msg-1")}


set_model(Echo())
