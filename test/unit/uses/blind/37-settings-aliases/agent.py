import logging
import os

import mlflow
from databricks.sdk import WorkspaceClient
from databricks_langchain import ChatDatabricks, VectorSearchRetrieverTool
from databricks_langchain.genie import GenieAgent
from langchain_core.tools import tool
from langgraph.prebuilt import create_react_agent

from core.settings import Settings, settings

logging.basicConfig(level=os.getenv("LOG_LEVEL", "INFO"))
w = WorkspaceClient()


def make_judge(s: Settings) -> ChatDatabricks:
    """Only the evaluation job called this."""
    return ChatDatabricks(endpoint=s.judge_endpoint)


@tool
def open_claims(customer: str) -> str:
    """Open claims of a customer."""
    reply = w.statement_execution.execute_statement(
        statement=f"SELECT id, state FROM {settings.retrieval.catalog}.core.claims WHERE customer = :c",
        warehouse_id=settings.warehouse_id,
        parameters=[{"name": "c", "value": customer}],
    )
    return str(reply.result.data_array)


genie = GenieAgent(settings.genie_space, "claims_figures")


@tool
def figures(question: str) -> str:
    """Figures about claims."""
    return genie.invoke({"messages": [{"role": "user", "content": question}]})["messages"][-1].content


llm = ChatDatabricks(endpoint=settings.llm_endpoint, timeout=settings.timeout)
policies = VectorSearchRetrieverTool(
    index_name=settings.retrieval.full,
    num_results=settings.retrieval.top_k,
)
mlflow.models.set_model(create_react_agent(llm, [open_claims, figures, policies]))
