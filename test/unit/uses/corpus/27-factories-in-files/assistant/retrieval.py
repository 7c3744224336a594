from databricks_langchain import VectorSearchRetrieverTool

from . import names
from .llms import make_embeddings


def make_retriever(index: str, tool_name: str, k: int = 5) -> VectorSearchRetrieverTool:
    return VectorSearchRetrieverTool(index_name=index, tool_name=tool_name, num_results=k)


def knowledge_base() -> VectorSearchRetrieverTool:
    return VectorSearchRetrieverTool(
        index_name=f"{names.Names.CATALOG}.help.articles_index",
        embedding=make_embeddings(),
        text_column="body",
    )
