from databricks_langchain import VectorSearchRetrieverTool

from .registry import plugin


@plugin("wines")
def wines():
    return VectorSearchRetrieverTool(index_name="main.food.wines_index")
