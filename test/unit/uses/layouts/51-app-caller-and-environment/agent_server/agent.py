import os

from databricks.sdk import WorkspaceClient
from databricks.vector_search.client import VectorSearchClient
from databricks_langchain import ChatDatabricks
from langgraph.graph import END, START, MessagesState, StateGraph
from mlflow.genai.agent_server import get_request_headers, invoke
from mlflow.types.responses import (
    ResponsesAgentRequest,
    ResponsesAgentResponse,
    output_to_responses_items_stream,
    to_chat_completions_input,
)

from agent_server.config import AppConfig

config = AppConfig.from_env()


def token() -> str:
    return get_request_headers().get("x-forwarded-access-token", "")


def genie_node(state: MessagesState):
    client = WorkspaceClient(host=os.environ["DATABRICKS_HOST"], token=token(), auth_type="pat")
    answer = client.genie.start_conversation_and_wait(config.space, state["messages"][-1].content)
    return {"messages": [("system", answer.content or "")]}


def search_node(state: MessagesState):
    if config.index is None:
        return {"messages": []}
    client = VectorSearchClient(
        workspace_url=os.environ["DATABRICKS_HOST"], personal_access_token=token()
    )
    index = client.get_index(index_name=config.index)
    hits = index.similarity_search(
        query_text=state["messages"][-1].content, columns=["text"], num_results=3
    )
    return {"messages": [("system", str(hits["result"]["data_array"]))]}


def answer_node(state: MessagesState):
    llm = ChatDatabricks(endpoint=config.endpoint)
    if config.reranker:
        ChatDatabricks(endpoint=config.reranker).invoke(state["messages"])
    return {"messages": [llm.invoke(state["messages"])]}


builder = StateGraph(MessagesState)
builder.add_sequence([search_node, genie_node, answer_node])
builder.add_edge(START, "search_node")
builder.add_edge("answer_node", END)
graph = builder.compile()


@invoke()
async def respond(request: ResponsesAgentRequest) -> ResponsesAgentResponse:
    messages = to_chat_completions_input([i.model_dump() for i in request.input])
    out = await graph.ainvoke({"messages": messages})
    events = output_to_responses_items_stream([out["messages"][-1]])
    return ResponsesAgentResponse(output=[e.item for e in events])
