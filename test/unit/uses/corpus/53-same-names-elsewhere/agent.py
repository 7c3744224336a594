import mlflow
from databricks_langchain import ChatDatabricks, VectorSearchRetrieverTool
from langgraph.prebuilt import create_react_agent

endpoint = "databricks-meta-llama-3-1-8b-instruct"
index_name = "main.garden.plants_index"


def label(endpoint: str) -> str:
    """Only formats; the parameter has nothing to do with the module's name."""
    return f"<{endpoint}>"


def debug_names() -> list[str]:
    endpoint = "databricks-gpt-oss-20b"
    index_name = "main.garden.scratch_index"
    return [label(endpoint), label(index_name)]


class Legacy:
    endpoint = "databricks-mixtral-8x7b-instruct"
    index_name = "main.garden.old_index"


def pick():
    endpoint = "databricks-claude-sonnet-4"
    llm = ChatDatabricks(endpoint=endpoint)
    return llm


print([endpoint for endpoint in ("databricks-a", "databricks-b")], debug_names())

plants = VectorSearchRetrieverTool(index_name=index_name, tool_name="plants")
index_name = "main.garden.pests_index"
pests = VectorSearchRetrieverTool(index_name=index_name, tool_name="pests")

summarizer = ChatDatabricks(endpoint=endpoint)
endpoint = "never-called"


def summarize(text: str) -> str:
    """Makes it short."""
    return summarizer.invoke(f"Short: {text}").content


mlflow.models.set_model(create_react_agent(pick(), [plants, pests, summarize]))
