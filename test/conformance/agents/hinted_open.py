import mlflow


class Hinted(mlflow.pyfunc.PythonModel):
    def predict(self, model_input: list[list[float]]):
        return [max(row) for row in model_input]


mlflow.models.set_model(Hinted())
