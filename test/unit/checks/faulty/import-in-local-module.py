#: requirements: mlflow==3.17.2
#: codePaths: search.py
import mlflow
from search import find


class Agent(mlflow.pyfunc.ResponsesAgent):
    def predict(self, request):
        return {"output": [find("x")]}


mlflow.models.set_model(Agent())
#: file search.py
import httpx
from duckduckgo_search import DDGS


def find(text):
    return DDGS().text(text), httpx.get("x")
