from abc import ABC, abstractmethod

from databricks_langchain import ChatDatabricks
from langgraph.graph import END, START, MessagesState, StateGraph


class Worker(ABC):
    endpoint: str = "databricks-gpt-oss-120b"

    def __init__(self, **options):
        self.llm = ChatDatabricks(endpoint=self.endpoint, **options)

    @abstractmethod
    def tools(self) -> list: ...

    def think(self, state: MessagesState):
        return {"messages": [self.llm.bind_tools(self.tools()).invoke(state["messages"])]}

    def graph(self):
        g = StateGraph(MessagesState)
        g.add_node("think", self.think)
        g.add_edge(START, "think")
        g.add_edge("think", END)
        return g.compile()
