#: requirements: mlflow==3.17.2
import mlflow
import openai  # mlflow-agents: ignore[missing-requirement]
import tavily  # noqa: F401  # mlflow-agents: ignore[missing-requirement, missing-file]

class Agent(mlflow.pyfunc.ResponsesAgent):
    def predict(self, request):
        return {"output": []}


mlflow.models.set_model(Agent())
