from databricks_langchain.genie import GenieAgent
from langgraph.graph import END, START, StateGraph

from .state import Briefing

SPACES = {"energy": "01f0aa11bb22cc33dd44ee55ff660718"}


def figures_graph(topic: str):
    genie = GenieAgent(SPACES[topic], "figures", description="Figures of the energy market")

    def ask(state: Briefing) -> Briefing:
        answer = genie.invoke({"messages": [{"role": "user", "content": state["messages"][-1].content}]})
        return {"notes": [answer["messages"][-1].content]}

    graph = StateGraph(Briefing)
    graph.add_node(ask)
    graph.add_edge(START, "ask")
    graph.add_edge("ask", END)
    return graph.compile()
