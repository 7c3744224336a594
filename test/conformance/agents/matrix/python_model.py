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


class Agent(mlflow.pyfunc.PythonModel):
    notes = None  # MLflow 2.22 asks the agents of some interfaces before they are given a context

    def load_context(self, context):
        self.notes = {name: open(path).read() for name, path in sorted((context.artifacts or {}).items())}

    def predict(self, context, model_input, params=None) -> str:
        told = [model_input, EXTRA, GREETING, self.notes, params, os.environ.get("MATRIX_API_KEY")]
        return " | ".join(map(str, told))

    def predict_stream(self, context, model_input, params=None):
        yield "a stream"


mlflow.models.set_model(Agent())
