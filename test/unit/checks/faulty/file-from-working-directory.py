#: codePaths: texts
import mlflow

SYSTEM = open("texts/system.md").read()


class Agent(mlflow.pyfunc.ResponsesAgent):
    def predict(self, request):
        return {"output": [SYSTEM]}


mlflow.models.set_model(Agent())
#: file texts/system.md
x
