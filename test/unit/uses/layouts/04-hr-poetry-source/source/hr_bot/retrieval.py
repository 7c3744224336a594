from databricks_langchain import DatabricksEmbeddings, DatabricksVectorSearch

from hr_bot.settings import get_settings


def handbook():
    settings = get_settings()
    store = DatabricksVectorSearch(
        index_name=settings.handbook_index,
        embedding=DatabricksEmbeddings(endpoint=settings.embeddings),
        text_column="chunk",
        columns=["chunk", "section"],
    )
    return store.as_retriever(search_kwargs={"k": 6})
