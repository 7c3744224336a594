#: requirements: mlflow==3.17.2, acme-platform, databricks-langchain[memory]
import mlflow
import openpyxl
import tavily
import unheard_of_library

class Agent(mlflow.pyfunc.ResponsesAgent):
    def predict(self, request):
        return {"output": []}


mlflow.models.set_model(Agent())
