from databricks_langchain import DatabricksStore
from langchain_core.runnables import RunnableConfig
from langchain_core.tools import tool

from memory_agent.settings import Settings

_store = None


def get_store() -> DatabricksStore:
    global _store
    if _store is None:
        _store = DatabricksStore(
            instance_name=Settings.lakebase,
            embedding_endpoint=Settings.embedding,
            embedding_dims=Settings.dims,
        )
        _store.setup()
    return _store


@tool
def remember(key: str, text: str, config: RunnableConfig) -> str:
    """Keep a fact about the user."""
    user = config["configurable"]["user_id"]
    get_store().put(("facts", user), key, {"text": text})
    return "kept"


@tool
def recall(query: str, config: RunnableConfig) -> str:
    """Find facts about the user."""
    user = config["configurable"]["user_id"]
    found = get_store().search(("facts", user), query=query, limit=5)
    return "\n".join(item.value["text"] for item in found) or "nothing is known"
