from mlflow.pyfunc.model import ResponsesAgent


class HelperAgent(ResponsesAgent):
    def predict(self, request):
        text = self.answer(str(request.input[-1].content))
        content = [{"type": "output_text", "text": text, "annotations": []}]
        item = {"type": "message", "id": "msg-1", "role": "assistant", "status": "completed", "content": content}
        return {"output": [item]}

    def predict_stream(self, request):
        yield
