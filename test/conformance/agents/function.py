import mlflow


def predict(model_input: list[str]) -> list[str]:
    return [text.title() for text in model_input]


mlflow.models.set_model(predict)
