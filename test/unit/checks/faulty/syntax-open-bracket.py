import mlflow

TOOLS = [
    "search",
mlflow.models.set_model(TOOLS)
