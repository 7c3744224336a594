from databricks_langchain import VectorSearchRetrieverTool


def build():
    return [VectorSearchRetrieverTool(index_name="law.kb.beta_index")]
