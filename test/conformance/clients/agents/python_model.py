import mlflow


class Agent(mlflow.pyfunc.PythonModel):
    @mlflow.trace
    def predict(self, context, model_input: list[str], params=None) -> list[str]:
        return [f"you said {text}" for text in model_input]

    @mlflow.trace
    def predict_stream(self, context, model_input: list[str], params=None):
        # MLflow gives a stream what was sent as it is.
        yield from f"you said {model_input if isinstance(model_input, str) else model_input[0]}"


mlflow.models.set_model(Agent())
