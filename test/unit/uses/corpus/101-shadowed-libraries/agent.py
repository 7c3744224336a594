import mlflow
from databricks_langchain import ChatDatabricks as Real

import openai


class ChatDatabricks:
    """A stand-in for tests of the prompt."""

    def __init__(self, endpoint):
        self.endpoint = endpoint

    def invoke(self, text):
        return f"[{self.endpoint}] {text}"


class VectorSearchRetrieverTool:
    def __init__(self, index_name):
        self.index_name = index_name


fake = ChatDatabricks(endpoint="not-an-endpoint")
none = VectorSearchRetrieverTool(index_name="main.not.an_index")
own = openai.OpenAI(base_url="https://example.com/serving-endpoints")
real = Real(endpoint="databricks-claude-sonnet-4")


class Model(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input, params=None):
        text = fake.invoke(model_input["q"]) + none.index_name
        return real.invoke(own.chat.completions.create(model="local-model", messages=[text])).content


mlflow.models.set_model(Model())
