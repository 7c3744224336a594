"""Packages were renamed more than once. Newest first."""
from __future__ import annotations

import importlib.util
import sys
from typing import TYPE_CHECKING

try:
    from databricks_langchain import ChatDatabricks, DatabricksEmbeddings
except ImportError:
    try:
        from langchain_databricks import ChatDatabricks, DatabricksEmbeddings
    except ImportError:
        from langchain_community.chat_models import ChatDatabricks
        from langchain_community.embeddings import DatabricksEmbeddings

try:
    import databricks_langchain as dl

    VectorStore = dl.DatabricksVectorSearch
except ModuleNotFoundError:
    from langchain_community.vectorstores import DatabricksVectorSearch as VectorStore

if importlib.util.find_spec("unitycatalog"):
    from unitycatalog.ai.langchain.toolkit import UCFunctionToolkit
else:
    from langchain_community.tools.databricks import UCFunctionToolkit

if sys.version_info >= (3, 11):
    from typing import Self
else:
    from typing_extensions import Self

if TYPE_CHECKING:
    from databricks.vector_search.client import VectorSearchClient

    _client: VectorSearchClient = VectorSearchClient()
    _client.get_index(index_name="types.only.index")

__all__ = ["ChatDatabricks", "DatabricksEmbeddings", "Self", "UCFunctionToolkit", "VectorStore"]
