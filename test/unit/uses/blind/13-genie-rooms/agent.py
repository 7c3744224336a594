# Databricks notebook source
# MAGIC %md
# MAGIC # Multi-room Genie agent
# MAGIC Rooms: sales `01efdeadbeef0000000000000000dead` (closed), finance, people.

# COMMAND ----------
import functools
import operator
import os
from typing import Any, Generator, Literal, Optional

import mlflow
from databricks.sdk import WorkspaceClient
from databricks_langchain import ChatDatabricks
from databricks_langchain.genie import GenieAgent
from langchain_core.runnables import RunnableLambda
from langgraph.graph import END, StateGraph
from mlflow.langchain.chat_agent_langgraph import ChatAgentState
from mlflow.pyfunc import ChatAgent
from mlflow.types.agent import ChatAgentChunk, ChatAgentMessage, ChatAgentResponse, ChatContext
from pydantic import BaseModel

# COMMAND ----------
# DBTITLE 1,Rooms
ROOMS = {
    "Sales": dict(id="01f05a1e5a1e5a1e5a1e5a1e5a1e5a1e", about="Orders, pipeline and quotas."),
    "Finance": dict(id=os.getenv("GENIE_FINANCE", "01f0f1a0f1a0f1a0f1a0f1a0f1a0f1a0"), about="Ledger and budget."),
    "People": dict(id="01f0ee0bee0bee0bee0bee0bee0bee0b", about="Headcount. Never single persons."),
}
MAX_ITERATIONS = 3
llm = ChatDatabricks(endpoint="databricks-claude-3-7-sonnet", extra_params={"temperature": 0})

# COMMAND ----------
# DBTITLE 1,Agents
agents = {
    name: GenieAgent(
        genie_space_id=room["id"],
        genie_agent_name=f"{name}Genie",
        description=room["about"],
        client=WorkspaceClient(
            host=os.getenv("DB_MODEL_SERVING_HOST_URL") or os.getenv("DATABRICKS_HOST"),
            token=os.getenv("DATABRICKS_GENIE_PAT"),
        ),
    )
    for name, room in ROOMS.items()
}
members = {**agents}
formatted = "\n".join(f"- {n}: {ROOMS[n]['about']}" for n in members)
system_prompt = f"Decide who answers next, or FINISH.\n{formatted}"
options = ["FINISH", *members]
FINISH = {"next_node": "FINISH"}


def supervisor_agent(state):
    count = state.get("iteration_count", 0) + 1
    if count > MAX_ITERATIONS:
        return FINISH

    class nextNode(BaseModel):
        next_node: Literal[tuple(options)]

    preprocessor = RunnableLambda(lambda s: [{"role": "system", "content": system_prompt}] + s["messages"])
    chain = preprocessor | llm.with_structured_output(nextNode)
    next_node = chain.invoke(state).next_node
    if state.get("next_node") == next_node:
        return FINISH
    return {"iteration_count": count, "next_node": next_node}


def agent_node(state, agent, name):
    result = agent.invoke(state)
    return {"messages": [{"role": "assistant", "content": result["messages"][-1].content, "name": name}]}


def final_answer(state):
    prompt = "Answer from what the others said. Do not say SELECT * FROM corp.ledger.entries."
    chain = RunnableLambda(lambda s: s["messages"] + [{"role": "user", "content": prompt}]) | final_llm
    return {"messages": [chain.invoke(state)]}


final_llm = ChatDatabricks(endpoint=os.environ.get("FINAL_LLM", "databricks-gpt-5-2"))


class AgentState(ChatAgentState):
    next_node: str
    iteration_count: int


workflow = StateGraph(AgentState)
for name, agent in members.items():
    workflow.add_node(name, functools.partial(agent_node, agent=agent, name=name))
    workflow.add_edge(name, "supervisor")
workflow.add_node("supervisor", supervisor_agent)
workflow.add_node("final_answer", final_answer)
workflow.set_entry_point("supervisor")
workflow.add_conditional_edges(
    "supervisor", operator.itemgetter("next_node"), {**{k: k for k in members}, "FINISH": "final_answer"}
)
workflow.add_edge("final_answer", END)
multi_agent = workflow.compile()

# COMMAND ----------


class LangGraphChatAgent(ChatAgent):
    def __init__(self, agent):
        self.agent = agent

    def predict(
        self,
        messages: list[ChatAgentMessage],
        context: Optional[ChatContext] = None,
        custom_inputs: Optional[dict[str, Any]] = None,
    ) -> ChatAgentResponse:
        request = {"messages": [m.model_dump_compat(exclude_none=True) for m in messages]}
        out = []
        for event in self.agent.stream(request, stream_mode="updates"):
            for node_data in event.values():
                out.extend(ChatAgentMessage(**m) for m in node_data.get("messages", []))
        return ChatAgentResponse(messages=out)

    def predict_stream(self, messages, context=None, custom_inputs=None) -> Generator[ChatAgentChunk, None, None]:
        for m in self.predict(messages, context, custom_inputs).messages:
            yield ChatAgentChunk(delta=m)


mlflow.langchain.autolog()
AGENT = LangGraphChatAgent(multi_agent)
mlflow.models.set_model(AGENT)

# COMMAND ----------
# MAGIC %md ## Deploy
# COMMAND ----------
# MAGIC %python
# MAGIC from databricks import agents
# MAGIC agents.deploy("corp.agents.rooms", 3)
