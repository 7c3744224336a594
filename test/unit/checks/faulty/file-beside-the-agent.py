import json
from pathlib import Path

import mlflow

PROMPT = Path("prompt.txt").read_text()
with open("data/labels.json", encoding="utf-8") as file:
    LABELS = json.load(file)


class Agent(mlflow.pyfunc.ResponsesAgent):
    def predict(self, request):
        return {"output": [PROMPT, LABELS, open("later.txt").read()]}


mlflow.models.set_model(Agent())
#: file prompt.txt
x
#: file data/labels.json
[]
#: file later.txt
x
