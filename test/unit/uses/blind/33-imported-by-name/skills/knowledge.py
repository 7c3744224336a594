from databricks_openai import VectorSearchRetrieverTool

from skills import spec

SPEC = spec("knowledge", "Searches manuals", query="string")
_tool = VectorSearchRetrieverTool(index_name="toys.docs.manuals_index")


def run(query: str) -> str:
    return str(_tool.execute(query))
