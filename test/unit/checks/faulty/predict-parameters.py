import mlflow
from mlflow.deployments import get_deploy_client


class QAChain(mlflow.pyfunc.PythonModel):
    def __init__(self):
        self.client = get_deploy_client("databricks")

    @mlflow.trace(name="quickstart-agent")
    def predict(self, model_input, system_prompt, params):
        return self.client.predict(endpoint="databricks-x", inputs={"messages": [system_prompt, model_input[0]["query"]]})

    def predict_stream(self, context, model_input, language, params=None):
        yield language


mlflow.models.set_model(QAChain())
