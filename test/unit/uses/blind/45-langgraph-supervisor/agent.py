from typing import Literal

import mlflow
from databricks_langchain import ChatDatabricks
from langgraph.graph import END, START, MessagesState, StateGraph
from langgraph.types import Command, Send
from pydantic import BaseModel

from workers import WORKERS

ROUTER = {"endpoint": "databricks-claude-haiku-4-5", "temperature": 0.0}


class Route(BaseModel):
    next: Literal["docs", "numbers", "FINISH"]


def supervisor(state: MessagesState) -> Command:
    route = ChatDatabricks(**ROUTER).with_structured_output(Route).invoke(state["messages"])
    if route.next == "FINISH":
        return Command(goto="summary")
    return Command(goto=[Send(route.next, state)])


def summary(state: MessagesState):
    small = ChatDatabricks(endpoint="databricks-gpt-5-nano", max_tokens=300)
    return {"messages": [small.invoke(state["messages"])]}


def translate(state: MessagesState):
    return {"messages": [ChatDatabricks(endpoint="pharma-translator").invoke(state["messages"])]}


def build():
    graph = StateGraph(MessagesState)
    graph.add_node(supervisor)
    graph.add_node("summary", summary)
    for name, cls in WORKERS.items():
        graph.add_node(name, cls(temperature=0.1).graph())
        graph.add_edge(name, "supervisor")
    graph.add_edge(START, "supervisor")
    graph.add_edge("summary", END)
    return graph.compile()


mlflow.models.set_model(build())
