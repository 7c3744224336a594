#: requirements: mlflow==3.17.2
#: pythonVersion: 3.10.15
import tomllib

import mlflow

class Agent(mlflow.pyfunc.ResponsesAgent):
    def predict(self, request):
        return {"output": []}


mlflow.models.set_model(Agent())
