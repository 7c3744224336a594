import os
from os import environ, getenv

import mlflow
from databricks_langchain import ChatDatabricks, DatabricksEmbeddings, VectorSearchRetrieverTool
from databricks_langchain.genie import GenieAgent
from langgraph.prebuilt import create_react_agent

LLM = os.environ.get("LLM_ENDPOINT", "databricks-claude-sonnet-4")
INDEX = getenv("VS_INDEX", default="dev.kb.docs_index")
GENIE = os.environ["GENIE_SPACE_ID"]
EMBEDDING = environ.get("EMBEDDING_ENDPOINT")
SMALL = os.getenv("SMALL_ENDPOINT") or "databricks-meta-llama-3-1-8b-instruct"
LOG_LEVEL = os.environ.get("LOG_LEVEL", "INFO")

llm = ChatDatabricks(model=LLM)
titles = ChatDatabricks(model=SMALL, max_tokens=12)
docs = VectorSearchRetrieverTool(
    index_name=INDEX,
    tool_name="docs",
    tool_description="Internal documents",
    embedding=DatabricksEmbeddings(endpoint=EMBEDDING),
    text_column="text",
)
numbers = GenieAgent(genie_space_id=GENIE, genie_agent_name="numbers")


def ask_numbers(question: str) -> str:
    """Asks for figures."""
    return numbers.invoke({"messages": [{"role": "user", "content": question}]})["messages"][-1].content


def title(text: str) -> str:
    """Finds a title."""
    return titles.invoke("A title of five words for: " + text).content


agent = create_react_agent(llm, [docs, ask_numbers, title])
mlflow.models.set_model(agent)
