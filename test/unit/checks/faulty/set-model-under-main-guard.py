import mlflow


class Agent(mlflow.pyfunc.ResponsesAgent):
    def predict(self, request):
        return {"output": []}


if __name__ == "__main__":
    mlflow.models.set_model(Agent())
