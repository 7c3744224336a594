#: requirements: mlflow==3.17.2
import json  # mlflow-agents: ignore[missing-requirement]
import mlflow  # mlflow-agents: ignore
import os  # mlflow-agents: ignore[missing-requirment]

TEXT = "# mlflow-agents: ignore[missing-file]"

class Agent(mlflow.pyfunc.ResponsesAgent):
    def predict(self, request):
        return {"output": []}


mlflow.models.set_model(Agent())
