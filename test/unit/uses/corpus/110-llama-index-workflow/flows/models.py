import os
from functools import lru_cache

from databricks.sdk import WorkspaceClient
from llama_index.core import Settings
from llama_index.embeddings.databricks import DatabricksEmbedding
from llama_index.llms.databricks import Databricks
from llama_index.llms.openai_like import OpenAILike

CHAT_ENDPOINT = os.environ.get("CHAT_ENDPOINT", "databricks-llama-4-maverick")
EMBEDDING_ENDPOINT = os.environ.get("EMBEDDING_ENDPOINT", "databricks-bge-large-en")
REVIEW_ENDPOINT = "grants-review-qwen"


@lru_cache
def workspace() -> WorkspaceClient:
    return WorkspaceClient()


def configure() -> None:
    """Sets the models that everything else uses."""
    base = f"{workspace().config.host}/serving-endpoints"
    token = workspace().config.token or "none"
    Settings.llm = Databricks(model=CHAT_ENDPOINT, api_key=token, api_base=base)
    Settings.embed_model = DatabricksEmbedding(model=EMBEDDING_ENDPOINT, api_key=token, endpoint=base)


@lru_cache
def reviewer() -> OpenAILike:
    return OpenAILike(
        model=REVIEW_ENDPOINT,
        api_base=f"{workspace().config.host}/serving-endpoints",
        api_key=workspace().config.token,
        is_chat_model=True,
    )
