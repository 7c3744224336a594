from databricks.sdk import WorkspaceClient
from databricks_langchain import VectorSearchRetrieverTool


def document_tool(client: WorkspaceClient, index: str, *, name: str = "handbook"):
    return VectorSearchRetrieverTool(
        index_name=index,
        tool_name=name,
        tool_description="Documents of human resources",
        workspace_client=client,
    )
