from langgraph.graph import END, START, StateGraph

from helpdesk.config import Settings
from helpdesk.nodes import Grade, Retrieve, Write
from helpdesk.nodes.device import device_facts
from helpdesk.state import State


def build_graph(settings: Settings):
    graph = StateGraph(State)
    graph.add_node("retrieve", Retrieve(settings.index))
    graph.add_node("device", device_facts)
    graph.add_node("write", Write(settings.writer))
    graph.add_node("grade", Grade(endpoint=settings.grader))
    graph.add_edge(START, "retrieve")
    graph.add_edge("retrieve", "device")
    graph.add_edge("device", "write")
    graph.add_edge("write", "grade")
    graph.add_conditional_edges(
        "grade",
        lambda s: "again" if s["answer"] == "" and s["attempts"] < settings.max_attempts else "done",
        {"again": "write", "done": END},
    )
    return graph.compile()
