#: requirements: mlflow==3.17.2, databricks-vectorsearch, databricks-sdk
#: modelConfig: {"index": "main.kb.docs", "retriever": {"columns": ["id", "chunk", "url"], "k": 5}}
"""A retriever of its own, with the schema that evaluation needs."""

import mlflow
from databricks.sdk import WorkspaceClient
from databricks.vector_search.client import VectorSearchClient
from mlflow.entities import SpanType
from mlflow.models import ModelConfig, set_retriever_schema
from mlflow.pyfunc import ChatAgent
from mlflow.types.agent import ChatAgentMessage, ChatAgentResponse

config = ModelConfig(development_config="config.yaml")
retriever = config.get("retriever")

set_retriever_schema(primary_key="id", text_column="chunk", doc_uri="url", other_columns=["title"], name="manual")


class Manual(ChatAgent):
    def __init__(self):
        self.index_name = config.get("index")

    @mlflow.trace(span_type=SpanType.RETRIEVER, name="manual")
    def search(self, question: str):
        index = VectorSearchClient(disable_notice=True).get_index(index_name=self.index_name)
        found = index.similarity_search(query_text=question, columns=retriever["columns"], num_results=retriever["k"])
        return [dict(zip(retriever["columns"], row)) for row in found["result"]["data_array"]]

    def predict(self, messages, context=None, custom_inputs=None):
        pages = self.search(messages[-1].content)
        client = WorkspaceClient().serving_endpoints.get_open_ai_client()
        text = client.chat.completions.create(model="chat", messages=[{"role": "user", "content": str(pages)}])
        return ChatAgentResponse(messages=[ChatAgentMessage(role="assistant", content=str(text), id="1")])


mlflow.models.set_model(Manual())
