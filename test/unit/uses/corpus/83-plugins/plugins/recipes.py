from databricks_langchain import VectorSearchRetrieverTool

from .registry import plugin


@plugin("recipes")
def recipes():
    return VectorSearchRetrieverTool(index_name="main.food.recipes_index")
