#: requirements: mlflow==3.17.2
#: pythonVersion: 3.13.1
import cgi
import distutils.util

import mlflow

class Agent(mlflow.pyfunc.ResponsesAgent):
    def predict(self, request):
        return {"output": []}


mlflow.models.set_model(Agent())
