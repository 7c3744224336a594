#: codePaths: secrets_of.py
import mlflow
from secrets_of import TOKEN


class Agent(mlflow.pyfunc.ResponsesAgent):
    def predict(self, request):
        return {"output": [TOKEN]}


mlflow.models.set_model(Agent())
#: file secrets_of.py
TOKEN = dbutils.secrets.get("scope", "key")
