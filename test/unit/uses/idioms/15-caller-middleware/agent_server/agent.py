from databricks_langchain import ChatDatabricks
from langchain.agents import create_agent
from mlflow.genai.agent_server import invoke
from mlflow.types.responses import (
    ResponsesAgentRequest,
    ResponsesAgentResponse,
    output_to_responses_items_stream,
    to_chat_completions_input,
)

from .tools import all_tools

llm = ChatDatabricks(endpoint="databricks-gpt-5-mini")


@invoke()
async def answer(request: ResponsesAgentRequest) -> ResponsesAgentResponse:
    agent = create_agent(llm, all_tools(), system_prompt="Help with tickets.")
    state = await agent.ainvoke({"messages": to_chat_completions_input([i.model_dump() for i in request.input])})
    events = output_to_responses_items_stream(state["messages"][-1:])
    return ResponsesAgentResponse(output=[event.item for event in events])
