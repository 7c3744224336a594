#: requirements: mlflow==3.17.2, databricks-langchain
#: policy: {"systemResources": [{"kind": "servingEndpoint", "name": "databricks-claude-sonnet-4"}, {"kind": "app", "name": "desk"}]}
import os

import mlflow
from databricks_langchain import ChatDatabricks, VectorSearchRetrieverTool

llm = ChatDatabricks(endpoint="databricks-claude-sonnet-4")
judge = ChatDatabricks(endpoint="databricks-claude-sonet-4")
other = ChatDatabricks(endpoint=os.environ["OTHER_LLM"])
docs = VectorSearchRetrieverTool(index_name="main.kb.docs")


class Agent(mlflow.pyfunc.ResponsesAgent):
    def predict(self, request):
        return {"output": [llm.invoke("a"), judge.invoke("b"), other.invoke("c"), docs.invoke("d")]}


mlflow.models.set_model(Agent())
