#: requirements: mlflow==3.17.2, databricks-langchain, langgraph
#: modelConfig: {"llm_endpoint": "databricks-claude-sonnet-4", "system_prompt": "Be brief."}
"""A tool-calling agent: a graph of a chat endpoint and functions of Unity Catalog, behind MLflow's ResponsesAgent."""

from typing import Annotated, Any, Generator, Optional, Sequence, TypedDict

import mlflow
from databricks_langchain import ChatDatabricks, UCFunctionToolkit
from langchain_core.language_models import LanguageModelLike
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.runnables import RunnableConfig, RunnableLambda
from langchain_core.tools import BaseTool, tool
from langgraph.graph import END, StateGraph
from langgraph.graph.message import add_messages
from langgraph.prebuilt.tool_node import ToolNode
from mlflow.models import ModelConfig
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import (
    ResponsesAgentRequest,
    ResponsesAgentResponse,
    ResponsesAgentStreamEvent,
    output_to_responses_items_stream,
    to_chat_completions_input,
)

mlflow.langchain.autolog()

config = ModelConfig(development_config={"llm_endpoint": "databricks-meta-llama-3-3-70b-instruct", "system_prompt": ""})
llm = ChatDatabricks(endpoint=config.get("llm_endpoint"))
system_prompt = config.get("system_prompt")

tools: list[BaseTool] = []
tools.extend(UCFunctionToolkit(function_names=["system.ai.python_exec"]).tools)


@tool
def order_state(number: str) -> str:
    """The state of an order."""
    return f"order {number} is on its way"


tools.append(order_state)


class AgentState(TypedDict):
    messages: Annotated[Sequence[BaseMessage], add_messages]
    custom_inputs: Optional[dict[str, Any]]


def create_graph(model: LanguageModelLike, tools: Sequence[BaseTool], prompt: Optional[str] = None):
    model = model.bind_tools(tools)

    def should_continue(state: AgentState):
        last = state["messages"][-1]
        return "continue" if isinstance(last, AIMessage) and last.tool_calls else "end"

    if prompt:
        prepare = RunnableLambda(lambda state: [{"role": "system", "content": prompt}] + state["messages"])
    else:
        prepare = RunnableLambda(lambda state: state["messages"])
    runnable = prepare | model

    def call_model(state: AgentState, config: RunnableConfig):
        return {"messages": [runnable.invoke(state, config)]}

    graph = StateGraph(AgentState)
    graph.add_node("agent", RunnableLambda(call_model))
    graph.add_node("tools", ToolNode(tools))
    graph.set_entry_point("agent")
    graph.add_conditional_edges("agent", should_continue, {"continue": "tools", "end": END})
    graph.add_edge("tools", "agent")
    return graph.compile()


class ToolAgent(ResponsesAgent):
    def __init__(self, graph):
        self.graph = graph

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        items = [e.item for e in self.predict_stream(request) if e.type == "response.output_item.done"]
        return ResponsesAgentResponse(output=items, custom_outputs=request.custom_inputs)

    def predict_stream(self, request: ResponsesAgentRequest) -> Generator[ResponsesAgentStreamEvent, None, None]:
        messages = to_chat_completions_input([item.model_dump() for item in request.input])
        for event in self.graph.stream({"messages": messages}, stream_mode=["updates"]):
            for node in event[1].values():
                yield from output_to_responses_items_stream(node["messages"])


mlflow.models.set_model(ToolAgent(create_graph(llm, tools, system_prompt)))
