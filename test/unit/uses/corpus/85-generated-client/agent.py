import mlflow
from databricks.sdk.core import Config

from generated.api import ServingApi, VectorApi
from generated.runtime import Transport

transport = Transport(Config())
serving = ServingApi(transport)
vector = VectorApi(transport)


class Model(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input, params=None):
        hits = vector.query_index("main.atlas.places_index", {"query_text": model_input["q"], "columns": ["name"]})
        out = serving.invoke(endpoint_name="databricks-claude-sonnet-4", body={"messages": [{"role": "user", "content": str(hits)}]})
        return out["choices"][0]["message"]["content"]


mlflow.models.set_model(Model())
