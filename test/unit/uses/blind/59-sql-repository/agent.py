import mlflow
from databricks.sdk import WorkspaceClient
from mlflow.pyfunc import PythonModel

from repo import Repository


class Air(PythonModel):
    def predict(self, context, model_input, params=None):
        repo = Repository(WorkspaceClient())
        return [repo.flight("LH1"), repo.similar("bags"), repo.mood("angry")]


mlflow.models.set_model(Air())
