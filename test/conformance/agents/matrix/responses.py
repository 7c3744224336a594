import os

import mlflow

try:
    from matrix_extra import EXTRA
except ImportError:
    EXTRA = "no code paths"
try:
    CONFIG = mlflow.models.ModelConfig()
    GREETING = f"{CONFIG.get('greeting')} {CONFIG.get('limits')}"
except FileNotFoundError:
    GREETING = "no configuration"


def message(text):
    content = [{"type": "output_text", "text": text, "annotations": []}]
    return {"type": "message", "id": "msg-1", "role": "assistant", "status": "completed", "content": content}


class Agent(mlflow.pyfunc.ResponsesAgent):
    notes = None  # MLflow 2.22 asks the agents of some interfaces before they are given a context

    def load_context(self, context):
        self.notes = {name: open(path).read() for name, path in sorted((context.artifacts or {}).items())}

    def predict(self, request):
        asked = request.input[-1].content
        told = [asked, EXTRA, GREETING, self.notes, request.custom_inputs, os.environ.get("MATRIX_API_KEY")]
        return {"output": [message(" | ".join(map(str, told)))]}

    def predict_stream(self, request):
        for word in str(request.input[-1].content).split():
            yield {"type": "response.output_item.done", "item": message(word)}


mlflow.models.set_model(Agent())
