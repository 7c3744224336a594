#: codePaths: tools.py
import mlflow
import tools


class Agent(mlflow.pyfunc.ResponsesAgent):
    def predict(self, request):
        return {"output": [tools.NAME]}


mlflow.models.set_model(Agent())
#: file tools.py
NAME = "a"
def broken(:
    pass
