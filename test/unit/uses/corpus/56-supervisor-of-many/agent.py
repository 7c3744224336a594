import functools
import json
import os
from dataclasses import dataclass, field
from typing import Any, Generator, Literal, Optional
from uuid import uuid4

import mlflow
from databricks.sdk import WorkspaceClient
from databricks_langchain import ChatDatabricks, UCFunctionToolkit, VectorSearchRetrieverTool
from databricks_langchain.genie import GenieAgent
from langchain_core.messages import AIMessage, HumanMessage
from langchain_core.runnables import RunnableLambda
from langgraph.graph import END, StateGraph
from langgraph.prebuilt import create_react_agent
from mlflow.langchain.chat_agent_langgraph import ChatAgentState
from mlflow.pyfunc import ChatAgent
from mlflow.types.agent import ChatAgentChunk, ChatAgentMessage, ChatAgentResponse, ChatContext
from pydantic import BaseModel

mlflow.langchain.autolog()

###############################################################################
# What there is
###############################################################################

CATALOG = os.getenv("CATALOG", "prod")
LLM_ENDPOINT = "databricks-claude-sonnet-4"
ROUTER_ENDPOINT = "databricks-gpt-5-mini"


@dataclass
class GenieSpec:
    name: str
    space_id: str
    description: str


@dataclass
class ToolAgentSpec:
    name: str
    description: str
    functions: list[str] = field(default_factory=list)
    indexes: list[str] = field(default_factory=list)
    endpoint: str = LLM_ENDPOINT
    prompt: str = "Use your tools."


GENIES = [
    GenieSpec("revenue", "01f010000000000000000000000000a1", "Revenue by product and region"),
    GenieSpec("inventory", "01f010000000000000000000000000a2", "Stock and movements"),
    # GenieSpec("payroll", "01f010000000000000000000000000a3", "not released"),
]

TOOL_AGENTS = [
    ToolAgentSpec(
        name="coder",
        description="Computes things in Python",
        functions=["system.ai.python_exec"],
        endpoint="databricks-claude-opus-4-1",
    ),
    ToolAgentSpec(
        name="librarian",
        description="Knows the handbook and the contracts",
        indexes=[f"{CATALOG}.library.handbook_index", f"{CATALOG}.library.contracts_index"],
        prompt="Cite the page. Never invent a paragraph of prod.library.handbook.",
    ),
    ToolAgentSpec(
        name="clerk",
        description="Opens and closes cases",
        functions=[f"{CATALOG}.cases.open_case", f"{CATALOG}.cases.close_case"],
        indexes=[f"{CATALOG}.cases.notes_index"],
    ),
]

MAX_ROUNDS = 4

###############################################################################
# Workers
###############################################################################

w = WorkspaceClient()


def genie_worker(spec: GenieSpec):
    agent = GenieAgent(
        genie_space_id=spec.space_id,
        genie_agent_name=spec.name,
        description=spec.description,
        client=w,
    )
    return agent


def tool_worker(spec: ToolAgentSpec):
    tools: list[Any] = []
    if spec.functions:
        tools.extend(UCFunctionToolkit(function_names=spec.functions).tools)
    for index in spec.indexes:
        tools.append(
            VectorSearchRetrieverTool(
                index_name=index,
                tool_name="search_" + index.rsplit(".", 1)[-1],
                tool_description=f"Searches {index}",
            )
        )
    llm = ChatDatabricks(endpoint=spec.endpoint)
    return create_react_agent(llm, tools=tools, prompt=spec.prompt)


WORKERS = {spec.name: (spec.description, genie_worker(spec)) for spec in GENIES}
WORKERS.update({spec.name: (spec.description, tool_worker(spec)) for spec in TOOL_AGENTS})

###############################################################################
# Supervisor
###############################################################################

DESCRIPTIONS = "\n".join(f"- {name}: {text}" for name, (text, _) in WORKERS.items())
ROUTE_PROMPT = f"""Decide who works next.

{DESCRIPTIONS}

Answer FINISH when the question is answered. Do not route SQL such as
SELECT * FROM prod.payroll.salaries to anybody."""

OPTIONS = ["FINISH", *WORKERS]


class NextNode(BaseModel):
    next_node: Literal[tuple(OPTIONS)]


def supervisor(state):
    rounds = state.get("rounds", 0) + 1
    if rounds > MAX_ROUNDS:
        return {"next_node": "FINISH"}
    router = ChatDatabricks(endpoint=ROUTER_ENDPOINT)
    chain = RunnableLambda(lambda s: [{"role": "system", "content": ROUTE_PROMPT}] + s["messages"]) | (
        router.with_structured_output(NextNode)
    )
    choice = chain.invoke(state).next_node
    if state.get("next_node") == choice:
        return {"next_node": "FINISH"}
    return {"rounds": rounds, "next_node": choice}


def worker_node(state, agent, name):
    result = agent.invoke({"messages": state["messages"]})
    return {"messages": [{"role": "assistant", "content": result["messages"][-1].content, "name": name}]}


def final_answer(state):
    prompt = "Answer with what the assistants found and nothing else."
    llm = ChatDatabricks(endpoint=LLM_ENDPOINT)
    chain = RunnableLambda(lambda s: s["messages"] + [{"role": "user", "content": prompt}]) | llm
    return {"messages": [chain.invoke(state)]}


class State(ChatAgentState):
    next_node: str
    rounds: int


workflow = StateGraph(State)
for name, (_, agent) in WORKERS.items():
    workflow.add_node(name, functools.partial(worker_node, agent=agent, name=name))
    workflow.add_edge(name, "supervisor")
workflow.add_node("supervisor", supervisor)
workflow.add_node("final_answer", final_answer)
workflow.set_entry_point("supervisor")
workflow.add_conditional_edges(
    "supervisor", lambda s: s["next_node"], {**{name: name for name in WORKERS}, "FINISH": "final_answer"}
)
workflow.add_edge("final_answer", END)
graph = workflow.compile()

###############################################################################
# The model
###############################################################################


class Supervised(ChatAgent):
    def __init__(self, graph):
        self.graph = graph

    def predict(
        self,
        messages: list[ChatAgentMessage],
        context: Optional[ChatContext] = None,
        custom_inputs: Optional[dict[str, Any]] = None,
    ) -> ChatAgentResponse:
        request = {"messages": [m.model_dump_compat(exclude_none=True) for m in messages]}
        out = []
        for event in self.graph.stream(request, stream_mode="updates"):
            for node in event.values():
                out.extend(ChatAgentMessage(**m) for m in node.get("messages", []))
        return ChatAgentResponse(messages=out)

    def predict_stream(
        self,
        messages: list[ChatAgentMessage],
        context: Optional[ChatContext] = None,
        custom_inputs: Optional[dict[str, Any]] = None,
    ) -> Generator[ChatAgentChunk, None, None]:
        request = {"messages": [m.model_dump_compat(exclude_none=True) for m in messages]}
        for event in self.graph.stream(request, stream_mode="updates"):
            for node in event.values():
                yield from (ChatAgentChunk(delta={**m, "id": str(uuid4())}) for m in node.get("messages", []))


AGENT = Supervised(graph)
mlflow.models.set_model(AGENT)
