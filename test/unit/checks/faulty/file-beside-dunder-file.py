#: codePaths: prompts.yaml
import os

import mlflow
import yaml

HERE = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(HERE, "prompts.yaml")) as file:
    PROMPTS = yaml.safe_load(file)


class Agent(mlflow.pyfunc.ResponsesAgent):
    def predict(self, request):
        return {"output": [PROMPTS]}


mlflow.models.set_model(Agent())
#: file prompts.yaml
a: b
