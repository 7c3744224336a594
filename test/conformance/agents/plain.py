import mlflow


class Plain(mlflow.pyfunc.PythonModel):
    def load_context(self, context):
        self.text = open(context.artifacts["notes"]).read() if context.artifacts else ""

    def predict(self, context, model_input, params=None) -> str:
        return f"{self.text}{model_input}{params}"


mlflow.models.set_model(Plain())
