import databricks_langchain

from .constants import UNUSED_INDEX as _OTHER

FUNCTIONS = ("retail.gold.stock", "retail.gold.price")


def toolkit():
    return databricks_langchain.UCFunctionToolkit(function_names=list(FUNCTIONS))


def returns_tool():
    return databricks_langchain.VectorSearchRetrieverTool(index_name=_OTHER)
