"""Support assistant for the hardware team.

Searches the knowledge base main.support.articles_index (see the wiki) and may
call SELECT * FROM main.support.tickets through a function; neither sentence is code.
"""

from typing import Annotated, Any, Generator, Optional, Sequence, TypedDict

import mlflow
from databricks_langchain import ChatDatabricks, UCFunctionToolkit, VectorSearchRetrieverTool
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.runnables import RunnableConfig, RunnableLambda
from langgraph.graph import END, StateGraph
from langgraph.graph.message import add_messages
from langgraph.prebuilt import ToolNode
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import (
    ResponsesAgentRequest,
    ResponsesAgentResponse,
    ResponsesAgentStreamEvent,
    output_to_responses_items_stream,
    to_chat_completions_input,
)

mlflow.langchain.autolog()

LLM_ENDPOINT_NAME = "databricks-claude-sonnet-4"
FALLBACK = "databricks-gpt-oss-20b"  # not wired up yet
INDEX_NAME = "main.support.articles_idx"

SYSTEM_PROMPT = """You answer questions about printers.
If you are asked for numbers, say that SELECT count(*) FROM main.support.returns
is what an analyst would run, and do not run it yourself."""

llm = ChatDatabricks(endpoint=LLM_ENDPOINT_NAME, temperature=0.1)

tools = [
    VectorSearchRetrieverTool(
        index_name=INDEX_NAME,
        tool_name="search_articles",
        tool_description="Finds articles about printers. The index main.support.old_idx is retired.",
        num_results=4,
        columns=["id", "title", "body"],
    )
]
tools.extend(UCFunctionToolkit(function_names=["main.support.order_status", "system.ai.python_exec"]).tools)


class AgentState(TypedDict):
    messages: Annotated[Sequence[BaseMessage], add_messages]
    custom_inputs: Optional[dict[str, Any]]


def build_graph(model, tools):
    bound = model.bind_tools(tools)

    def route(state: AgentState):
        last = state["messages"][-1]
        return "tools" if isinstance(last, AIMessage) and last.tool_calls else "stop"

    preprocess = RunnableLambda(lambda state: [{"role": "system", "content": SYSTEM_PROMPT}] + state["messages"])
    chain = preprocess | bound

    def call_model(state: AgentState, config: RunnableConfig):
        return {"messages": [chain.invoke(state, config)]}

    graph = StateGraph(AgentState)
    graph.add_node("agent", RunnableLambda(call_model))
    graph.add_node("tools", ToolNode(tools))
    graph.set_entry_point("agent")
    graph.add_conditional_edges("agent", route, {"tools": "tools", "stop": END})
    graph.add_edge("tools", "agent")
    return graph.compile()


class SupportAgent(ResponsesAgent):
    def __init__(self, graph):
        self.graph = graph

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        items = [e.item for e in self.predict_stream(request) if e.type == "response.output_item.done"]
        return ResponsesAgentResponse(output=items, custom_outputs=request.custom_inputs)

    def predict_stream(self, request: ResponsesAgentRequest) -> Generator[ResponsesAgentStreamEvent, None, None]:
        messages = to_chat_completions_input([i.model_dump() for i in request.input])
        for kind, payload in self.graph.stream({"messages": messages}, stream_mode=["updates", "messages"]):
            if kind == "updates":
                for node in payload.values():
                    yield from output_to_responses_items_stream(node["messages"])
            elif isinstance(payload[0], AIMessageChunk) and payload[0].content:
                yield ResponsesAgentStreamEvent(
                    **self.create_text_delta(delta=payload[0].content, item_id=payload[0].id)
                )


AGENT = SupportAgent(build_graph(llm, tools))
mlflow.models.set_model(AGENT)
