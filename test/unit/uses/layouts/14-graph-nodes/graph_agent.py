import functools
from typing import Annotated, TypedDict

import mlflow
from databricks.sdk import WorkspaceClient
from databricks_langchain import ChatDatabricks, DatabricksVectorSearch
from langgraph.graph import END, START, StateGraph
from langgraph.graph.message import add_messages
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import (
    ResponsesAgentRequest,
    ResponsesAgentResponse,
    output_to_responses_items_stream,
    to_chat_completions_input,
)

SQL_PRICES = "SELECT sku, price FROM shop.pricing.current_prices WHERE sku = :sku"


class State(TypedDict):
    messages: Annotated[list, add_messages]
    facts: list[str]


def route(state: State) -> str:
    judge = ChatDatabricks(endpoint="databricks-gpt-oss-20b", max_tokens=4)
    verdict = judge.invoke([("system", "docs, price or none?"), state["messages"][-1]]).content
    return {"docs": "docs", "price": "price"}.get(verdict.strip(), "answer")


def retrieve(state: State, *, index_name: str, k: int) -> dict:
    store = DatabricksVectorSearch(index_name=index_name, columns=["text", "url"])
    hits = store.similarity_search(state["messages"][-1].content, k=k)
    return {"facts": [h.page_content for h in hits]}


def summarise(llm, state: State) -> dict:
    return {"messages": [llm.invoke([("system", "\n".join(state["facts"])), *state["messages"]])]}


class Prices:
    def __init__(self, warehouse: str):
        self.warehouse = warehouse
        self.workspace = WorkspaceClient()

    def look_up(self, state: State) -> dict:
        result = self.workspace.statement_execution.execute_statement(
            warehouse_id=self.warehouse, statement=SQL_PRICES
        )
        return {"facts": [str(row) for row in result.result.data_array or []]}


def build():
    graph = StateGraph(State)
    graph.add_node("docs", functools.partial(retrieve, index_name="shop.docs.faq_index", k=3))
    graph.add_node("price", Prices("9f8e7d6c5b4a3210").look_up)
    answer_llm = ChatDatabricks(endpoint="databricks-claude-sonnet-4")
    graph.add_node("answer", lambda state: summarise(answer_llm, state))
    graph.add_conditional_edges(START, route, ["docs", "price", "answer"])
    graph.add_edge("docs", "answer")
    graph.add_edge("price", "answer")
    graph.add_edge("answer", END)
    return graph.compile()


class ShopAgent(ResponsesAgent):
    graph = build()

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        messages = to_chat_completions_input([i.model_dump() for i in request.input])
        out = self.graph.invoke({"messages": messages, "facts": []})
        events = output_to_responses_items_stream([out["messages"][-1]])
        return ResponsesAgentResponse(output=[e.item for e in events])


mlflow.models.set_model(ShopAgent())
