#: requirements: mlflow-skinny
import mlflow
import numpy as np
import pandas as pd
import pydantic
import requests

class Agent(mlflow.pyfunc.ResponsesAgent):
    def predict(self, request):
        return {"output": []}


mlflow.models.set_model(Agent())
