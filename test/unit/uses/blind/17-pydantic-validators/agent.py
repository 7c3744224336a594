from typing import Any

import mlflow
from databricks.sdk import WorkspaceClient
from databricks_langchain import ChatDatabricks, UCFunctionToolkit, VectorSearchRetrieverTool
from langchain_core.tools import StructuredTool
from langgraph.prebuilt import create_react_agent

import settings as config

cfg = config.settings()


def chat_model(llm: config.LLM, **kwargs: Any) -> ChatDatabricks:
    return ChatDatabricks(**llm.model_dump(exclude_none=True), **kwargs)


def search_tool(search: config.Search, name: str) -> VectorSearchRetrieverTool:
    return VectorSearchRetrieverTool(index_name=search.index, num_results=search.k, tool_name=name)


def delivered(order: str) -> str:
    """When an order arrived."""
    w = WorkspaceClient()
    r = w.statement_execution.execute_statement(
        warehouse_id=cfg.warehouse_id,
        statement="SELECT arrived FROM retail.orders.deliveries WHERE order_id = :o",
        parameters=[{"name": "o", "value": order}],
    )
    return str(r.result.data_array)


def judged(state: dict) -> dict:
    """Post-model hook, switched off: it doubled the latency."""
    verdict = chat_model(cfg.judge).invoke(state["messages"])
    return {"messages": [verdict]}


tools = [
    search_tool(cfg.products, "products"),
    search_tool(cfg.reviews, "reviews"),
    *UCFunctionToolkit(function_names=cfg.functions).tools,
    StructuredTool.from_function(delivered),
]
agent = create_react_agent(chat_model(cfg.chat), tools, prompt="Sell nothing that is not in retail.search.products.")
mlflow.models.set_model(agent)
