#: codePaths: support
import mlflow
from support.agent import Agent

mlflow.models.set_model(Agent())
#: file support/__init__.py
#: file support/agent.py
import shared_prompts
from mlflow.pyfunc import ResponsesAgent


class Agent(ResponsesAgent):
    def predict(self, request):
        return {"output": [shared_prompts.SYSTEM]}
#: file shared_prompts.py
SYSTEM = "x"
