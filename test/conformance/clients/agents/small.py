"""The model of the registry's cases: says what it is asked."""

import mlflow


class Agent(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input: list[str], params=None) -> list[str]:
        return [f"you said {text}" for text in model_input]


mlflow.models.set_model(Agent())
