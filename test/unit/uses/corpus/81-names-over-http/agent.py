import mlflow
import requests
from databricks_langchain import ChatDatabricks, DatabricksEmbeddings, UCFunctionToolkit

CONFIG_URL = "https://config.intern.example/agents/press"


def load() -> dict:
    try:
        answer = requests.get(CONFIG_URL, timeout=3)
        answer.raise_for_status()
        return answer.json()
    except requests.RequestException:
        return {"llm": "databricks-claude-sonnet-4"}


remote = load()
llm = ChatDatabricks(endpoint=remote["llm"])
embedding = DatabricksEmbeddings(endpoint=remote.get("embedding", "databricks-gte-large-en"))
toolkit = UCFunctionToolkit(function_names=remote.get("functions") or [])


class Press(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input, params=None):
        text = llm.bind_tools(toolkit.tools).invoke(model_input["text"]).content
        return {"text": text, "vector": embedding.embed_query(text)}


mlflow.models.set_model(Press())
