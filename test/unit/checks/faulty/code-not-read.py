#: requirements: mlflow==3.17.2
#: codePaths: desk
#: policy: {"systemResources": [{"kind": "servingEndpoint", "name": "chat"}]}
import importlib
import os

import mlflow

from desk.gone import answer
from desk.here import greet


class Agent(mlflow.pyfunc.ResponsesAgent):
    def predict(self, request):
        plugin = importlib.import_module(os.environ["PLUGIN"])
        return {"output": [greet(answer(plugin))]}


mlflow.models.set_model(Agent())
#: file desk/__init__.py
#: file desk/here.py
def greet(text):
    return text
