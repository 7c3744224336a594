"""A model that names no interface: it takes `query` and `history`, and has no stream."""

import mlflow
from mlflow.pyfunc import PythonModel


class Plain(PythonModel):
    def predict(self, context, model_input, params=None):
        row = model_input.iloc[0] if hasattr(model_input, "iloc") else model_input
        history = row.get("history")
        return {"content": f"{row['query']} after {0 if history is None else len(history)}"}


mlflow.models.set_model(Plain())
