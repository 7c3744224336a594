from databricks_langchain import VectorSearchRetrieverTool


def tools(catalog: str):
    return [VectorSearchRetrieverTool(index_name=f"{catalog}.plants.care_index")]
