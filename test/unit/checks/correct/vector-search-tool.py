#: requirements: mlflow[databricks], databricks-langchain==0.8.0, langgraph==0.6.4
"""A retriever as a tool: it sets its schema itself."""

import mlflow
from databricks_langchain import ChatDatabricks, VectorSearchRetrieverTool
from langgraph.prebuilt import create_react_agent

docs = VectorSearchRetrieverTool(
    index_name="main.kb.docs",
    tool_name="docs",
    tool_description="Finds pages of the manual.",
    columns=["id", "text", "url"],
    num_results=4,
)
agent = create_react_agent(ChatDatabricks(endpoint="databricks-claude-sonnet-4"), tools=[docs])
mlflow.models.set_model(agent)
