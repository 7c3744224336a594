from mlflow.pyfunc.model import ResponsesAgent


class HelperAgent(ResponsesAgent):
    def predict(self, request):
        return {"output": [self.create_text_output_item(self.answer(str(request.input[-1].content)), "msg-1")]}
