from databricks_langchain import VectorSearchRetrieverTool


def build():
    return [VectorSearchRetrieverTool(index_name="law.kb.cases_index")]
