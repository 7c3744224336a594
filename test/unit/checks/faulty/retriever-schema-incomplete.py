import mlflow

mlflow.models.set_retriever_schema(primary_key="id", text=["chunk"], other_columns="url")

class Agent(mlflow.pyfunc.ResponsesAgent):
    def predict(self, request):
        return {"output": []}


mlflow.models.set_model(Agent())
