from typing import Annotated, Any, Generator, Optional, Sequence, TypedDict, Union

import mlflow
from databricks_langchain import ChatDatabricks, UCFunctionToolkit, VectorSearchRetrieverTool
from langchain_core.language_models import LanguageModelLike
from langchain_core.messages import AIMessage
from langchain_core.runnables import RunnableConfig, RunnableLambda
from langchain_core.tools import BaseTool
from langgraph.graph import END, StateGraph
from langgraph.graph.message import add_messages
from langgraph.prebuilt.tool_node import ToolNode
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import (
    ResponsesAgentRequest,
    ResponsesAgentResponse,
    ResponsesAgentStreamEvent,
    output_to_responses_items_stream,
    to_chat_completions_input,
)

LLM_ENDPOINT_NAME = "databricks-claude-3-7-sonnet"
llm = ChatDatabricks(endpoint=LLM_ENDPOINT_NAME)
system_prompt = "Answer about journeys. Never SELECT * FROM travel.raw.people."

tools = []
UC_TOOL_NAMES: list[str] = ["system.ai.python_exec", "travel.tools.visa"]
uc_toolkit = UCFunctionToolkit(function_names=UC_TOOL_NAMES)
tools.extend(uc_toolkit.tools)
VECTOR_SEARCH_TOOLS = []
# VECTOR_SEARCH_TOOLS.append(VectorSearchRetrieverTool(index_name="travel.old.docs_index"))
VECTOR_SEARCH_TOOLS.append(
    VectorSearchRetrieverTool(
        index_name="travel.kb.guides_index",
    )
)
tools.extend(VECTOR_SEARCH_TOOLS)


class AgentState(TypedDict):
    messages: Annotated[Sequence[AIMessage], add_messages]
    custom_inputs: Optional[dict[str, Any]]


def create_tool_calling_agent(model: LanguageModelLike, tools: Union[ToolNode, Sequence[BaseTool]], system_prompt: Optional[str] = None):
    model = model.bind_tools(tools)

    def should_continue(state: AgentState):
        last = state["messages"][-1]
        return "continue" if isinstance(last, AIMessage) and last.tool_calls else "end"

    if system_prompt:
        preprocessor = RunnableLambda(lambda s: [{"role": "system", "content": system_prompt}] + s["messages"])
    else:
        preprocessor = RunnableLambda(lambda state: state["messages"])
    model_runnable = preprocessor | model

    def call_model(state: AgentState, config: RunnableConfig):
        return {"messages": [model_runnable.invoke(state, config)]}

    workflow = StateGraph(AgentState)
    workflow.add_node("agent", RunnableLambda(call_model))
    workflow.add_node("tools", ToolNode(tools))
    workflow.set_entry_point("agent")
    workflow.add_conditional_edges("agent", should_continue, {"continue": "tools", "end": END})
    workflow.add_edge("tools", "agent")
    return workflow.compile()


class LangGraphResponsesAgent(ResponsesAgent):
    def __init__(self, agent):
        self.agent = agent

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        outputs = [e.item for e in self.predict_stream(request) if e.type == "response.output_item.done"]
        return ResponsesAgentResponse(output=outputs, custom_outputs=request.custom_inputs)

    def predict_stream(self, request: ResponsesAgentRequest) -> Generator[ResponsesAgentStreamEvent, None, None]:
        messages = to_chat_completions_input([i.model_dump() for i in request.input])
        for event in self.agent.stream({"messages": messages}, stream_mode=["updates", "messages"]):
            if event[0] == "updates":
                for node_data in event[1].values():
                    yield from output_to_responses_items_stream(node_data["messages"])


mlflow.langchain.autolog()
AGENT = LangGraphResponsesAgent(create_tool_calling_agent(llm, tools, system_prompt))
mlflow.models.set_model(AGENT)
