import mlflow
import tools
from helpers.text import clean


class Agent(mlflow.pyfunc.ResponsesAgent):
    def predict(self, request):
        return {"output": [clean(tools.name)]}


mlflow.models.set_model(Agent())
#: file tools.py
name = "a"
#: file helpers/__init__.py
#: file helpers/text.py
def clean(text):
    return text
