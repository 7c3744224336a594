from mlflow.models import set_model
from mlflow.pyfunc import ResponsesAgent


def message(text):
    content = [{"type": "output_text", "text": text, "annotations": []}]
    return {"type": "message", "id": "msg-1", "role": "assistant", "status": "completed", "content": content}


class Echo(ResponsesAgent):
    def predict(self, request):
        return {"output": [message(str(request.input[-1].content).upper())]}

    def predict_stream(self, request):
        yield {"type": "response.output_item.done", "item": message("hello")}


set_model(Echo())
