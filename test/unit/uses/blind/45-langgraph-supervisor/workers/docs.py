from databricks_langchain import DatabricksEmbeddings, DatabricksVectorSearch
from langchain_core.tools import create_retriever_tool

from workers.base import Worker


class DocsWorker(Worker):
    def tools(self) -> list:
        store = DatabricksVectorSearch(
            endpoint="vs_shared",
            index_name="pharma.kb.leaflets_index",
            embedding=DatabricksEmbeddings(endpoint="databricks-bge-large-en"),
            text_column="chunk",
        )
        return [create_retriever_tool(store.as_retriever(), "leaflets", "Package leaflets")]
