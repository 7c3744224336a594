"""Answers with the first document that the retriever tool of an index finds, opened with the agent's own credentials."""

import mlflow
from databricks_langchain import VectorSearchRetrieverTool


class Agent(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input: list[str], params=None) -> list[str]:
        tool = VectorSearchRetrieverTool(index_name="main.kb.docs_index", num_results=1)
        return [str(tool.invoke(text)) for text in model_input]


mlflow.models.set_model(Agent())
