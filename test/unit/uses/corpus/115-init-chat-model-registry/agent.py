from dataclasses import dataclass
from typing import Any, Literal

import mlflow
from databricks_langchain import UCFunctionToolkit
from langchain.chat_models import init_chat_model
from langchain_core.messages import HumanMessage, SystemMessage
from langchain_core.tools import tool
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import END, START, MessagesState, StateGraph
from langgraph.prebuilt import ToolNode, tools_condition

Role = Literal["draft", "translate", "check"]


@dataclass
class Entry:
    name: str
    provider: str = "databricks"
    temperature: float = 0.0


MODELS: dict[Role, Entry] = {
    "draft": Entry("databricks-claude-sonnet-4", temperature=0.5),
    "translate": Entry("gpt-4o", provider="openai"),
    "check": Entry("lector-finetuned-v3"),
}

ROUTING_MODEL = f"databricks:{'databricks-gpt-oss-20b'}"


def model(role: Role):
    entry = MODELS[role]
    return init_chat_model(entry.name, model_provider=entry.provider, temperature=entry.temperature)


router = init_chat_model(ROUTING_MODEL)
terms = UCFunctionToolkit(function_names=["main.press.term_of"]).tools


@tool
def translate(text: str, language: str) -> str:
    """Translates a text."""
    return model("translate").invoke([SystemMessage(f"Into {language}."), HumanMessage(text)]).content


@tool
def lector(text: str) -> str:
    """Checks the house style."""
    return model("check").invoke(text).content


TOOLS = [translate, lector, *terms]


def draft(state: MessagesState) -> dict[str, Any]:
    wants = router.invoke([SystemMessage("One word: press or post?"), state["messages"][-1]]).content
    system = SystemMessage("A press release." if "press" in wants.lower() else "A short post.")
    return {"messages": [model("draft").bind_tools(TOOLS).invoke([system, *state["messages"]])]}


graph = StateGraph(MessagesState)
graph.add_node("draft", draft)
graph.add_node("tools", ToolNode(TOOLS))
graph.add_edge(START, "draft")
graph.add_conditional_edges("draft", tools_condition, {"tools": "tools", END: END})
graph.add_edge("tools", "draft")

mlflow.models.set_model(graph.compile(checkpointer=InMemorySaver()))
