from typing import Literal

import mlflow
from databricks_langchain import ChatDatabricks, DatabricksVectorSearch
from langgraph.graph import END, START, StateGraph
from langgraph.types import Command, Send
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import (
    ResponsesAgentRequest,
    ResponsesAgentResponse,
    output_to_responses_items_stream,
    to_chat_completions_input,
)

from briefing.figures import figures_graph
from briefing.state import Briefing, Search

INDEXES = ("energy.press.articles_index", "energy.law.acts_index")
WRITER, EDITOR = "databricks-claude-sonnet-4-5", "databricks-gpt-oss-20b"


def fan_out(state: Briefing):
    query = state["messages"][-1].content
    return [Send("search", {"query": query, "index": index}) for index in INDEXES]


def search(work: Search) -> Briefing:
    store = DatabricksVectorSearch(index_name=work["index"], columns=["text"])
    return {"notes": [hit.page_content for hit in store.similarity_search(work["query"], k=4)]}


def edit(state: Briefing) -> Command[Literal["figures", "write"]]:
    editor = ChatDatabricks(endpoint=EDITOR)
    verdict = editor.invoke(f"Are figures missing? yes or no\n{state['notes']}").content
    if "yes" in verdict and state.get("rounds", 0) < 1:
        return Command(goto="figures", update={"rounds": 1})
    return Command(goto="write")


def write(state: Briefing) -> Briefing:
    writer = ChatDatabricks(endpoint=WRITER, max_tokens=900)
    return {"messages": [writer.invoke([("system", "\n".join(state["notes"])), *state["messages"]])]}


flow = (
    StateGraph(Briefing)
    .add_node("search", search)
    .add_node("edit", edit)
    .add_node("figures", figures_graph("energy"))
    .add_node("write", write)
    .add_conditional_edges(START, fan_out, ["search"])
    .add_edge("search", "edit")
    .add_edge("figures", "edit")
    .add_edge("write", END)
    .compile()
)


class BriefingAgent(ResponsesAgent):
    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        messages = to_chat_completions_input([i.model_dump() for i in request.input])
        last = flow.invoke({"messages": messages, "notes": []})["messages"][-1]
        return ResponsesAgentResponse(output=[e.item for e in output_to_responses_items_stream([last])])


mlflow.langchain.autolog()
mlflow.models.set_model(BriefingAgent())
