import operator
import os
from typing import Annotated, Any, Literal, Sequence, TypedDict

import mlflow
from databricks.sdk import WorkspaceClient
from databricks_ai_bridge.genie import Genie
from databricks_langchain import ChatDatabricks, DatabricksVectorSearch, UCFunctionToolkit
from langchain_core.messages import AnyMessage, HumanMessage, SystemMessage, ToolMessage
from langgraph.graph import END, START, StateGraph
from langgraph.graph.message import add_messages
from langgraph.types import Command, RetryPolicy, Send
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse
from pydantic import BaseModel, Field

WAREHOUSE_ID = os.environ["LOGISTICS_WAREHOUSE_ID"]


class Plan(BaseModel):
    questions: list[str] = Field(description="at most four")
    need_figures: bool = False


class Grade(BaseModel):
    score: Literal["yes", "no"]


class State(TypedDict):
    messages: Annotated[Sequence[AnyMessage], add_messages]
    plan: Plan | None
    findings: Annotated[list[str], operator.add]
    rounds: int


class Research:
    """The graph: its nodes are methods."""

    planner = "databricks-claude-sonnet-4-5"
    grader = "databricks-gpt-5-nano"

    def __init__(self, *, catalog: str = "freight", rounds: int = 2) -> None:
        self.catalog = catalog
        self.rounds = rounds
        self.w = WorkspaceClient()
        self.llm = ChatDatabricks(endpoint=self.planner)
        self.store = DatabricksVectorSearch(index_name=f"{catalog}.docs.contracts_index")
        self.toolkit = UCFunctionToolkit(function_names=[f"{catalog}.tools.{n}" for n in ("eta", "co2")])
        self.by_name = {t.name: t for t in self.toolkit.tools}

    # ---- nodes
    def plan(self, state: State) -> Command[Literal["search", "figures", "write"]]:
        plan = self.llm.with_structured_output(Plan).invoke(state["messages"])
        goto: list[Any] = [Send("search", {"question": q}) for q in plan.questions]
        if plan.need_figures:
            goto.append("figures")
        return Command(update={"plan": plan}, goto=goto or "write")

    def search(self, state: dict) -> dict:
        docs = self.store.similarity_search(state["question"], k=5)
        return {"findings": [d.page_content for d in docs]}

    def figures(self, state: State) -> dict:
        reply = self.w.statement_execution.execute_statement(
            warehouse_id=WAREHOUSE_ID,
            statement=f"SELECT lane, avg(days) FROM {self.catalog}.gold.lanes GROUP BY ALL",
        )
        return {"findings": [str(reply.result.data_array)]}

    def grade(self, state: State) -> dict:
        grader = ChatDatabricks(endpoint=self.grader, max_tokens=20).with_structured_output(Grade)
        kept = [f for f in state["findings"] if grader.invoke(f).score == "yes"]
        return {"findings": kept, "rounds": state.get("rounds", 0) + 1}

    def tools(self, state: State) -> dict:
        calls = state["messages"][-1].tool_calls
        return {
            "messages": [
                ToolMessage(content=str(self.by_name[c["name"]].invoke(c["args"])), tool_call_id=c["id"]) for c in calls
            ]
        }

    def write(self, state: State) -> dict:
        facts = "\n".join(state["findings"])
        model = self.llm.bind_tools(self.toolkit.tools)
        return {"messages": [model.invoke([SystemMessage(facts), *state["messages"]])]}

    def ask_genie(self, state: State) -> dict:
        """Old node. The room was deleted."""
        genie = Genie("01f0deaddeaddeaddeaddeaddeaddead", client=self.w)
        return {"messages": [HumanMessage(str(genie.ask_question(state["messages"][-1].content).result))]}

    # ---- edges
    def enough(self, state: State) -> str:
        return "write" if state["rounds"] >= self.rounds or state["findings"] else "plan"

    @staticmethod
    def after_write(state: State) -> str:
        return "tools" if getattr(state["messages"][-1], "tool_calls", None) else END

    def compile(self):
        g = StateGraph(State)
        for node in (self.plan, self.search, self.figures, self.grade, self.tools):
            g.add_node(node.__name__, node, retry=RetryPolicy(max_attempts=3))
        g.add_node(self.write)
        # g.add_node(self.ask_genie)
        g.add_edge(START, "plan")
        g.add_edge(["search", "figures"], "grade")
        g.add_conditional_edges("grade", self.enough, ["plan", "write"])
        g.add_conditional_edges("write", self.after_write)
        g.add_edge("tools", "write")
        return g.compile()


class Freight(ResponsesAgent):
    def __init__(self):
        self.graph = Research(rounds=3).compile()

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        out = self.graph.invoke({"messages": [i.model_dump() for i in request.input], "rounds": 0})
        return ResponsesAgentResponse(output=[self.create_text_output_item(out["messages"][-1].content, "f")])


mlflow.models.set_model(Freight())
