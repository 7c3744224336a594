from databricks_langchain import ChatDatabricks, DatabricksEmbeddings

from .names import Names


def make_llm(endpoint: str, temperature: float = 0.0) -> ChatDatabricks:
    """A chat model with our usual settings."""
    return ChatDatabricks(
        model=endpoint,
        temperature=temperature,
        max_tokens=2000,
    )


def make_batch_llm() -> ChatDatabricks:
    """For the nightly job."""
    return ChatDatabricks(model=Names.BATCH)


def make_embeddings(endpoint: str = "databricks-gte-large-en") -> DatabricksEmbeddings:
    return DatabricksEmbeddings(endpoint=endpoint)
