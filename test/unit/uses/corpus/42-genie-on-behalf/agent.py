from typing import Generator
from uuid import uuid4

import mlflow
from databricks.sdk import WorkspaceClient
from databricks.sdk.credentials_provider import ModelServingUserCredentials
from databricks_langchain import ChatDatabricks
from databricks_langchain.genie import GenieAgent
from langchain_core.messages import BaseMessage, convert_to_openai_messages
from langgraph_supervisor import create_supervisor
from mlflow.pyfunc import ChatAgent
from mlflow.types.agent import ChatAgentChunk, ChatAgentMessage, ChatAgentResponse

mlflow.langchain.autolog()

SPACE_ID = "01f0feedfacecafebeef000011112222"
SPACE_TEXT = "Knows orders and deliveries."
LLM_ENDPOINT = "databricks-claude-3-7-sonnet"

llm = ChatDatabricks(endpoint=LLM_ENDPOINT)
PROMPT = "You know the order business. Prefer the Genie agent."


def genie_agents() -> list:
    """Must run inside a request: the user's token lives only there."""
    client = WorkspaceClient(credentials_strategy=ModelServingUserCredentials())
    agent = GenieAgent(genie_space_id=SPACE_ID, genie_agent_name="orders", description=SPACE_TEXT, client=client)
    agent.name = "orders_genie"
    return [agent]


def to_message(message: BaseMessage) -> ChatAgentMessage:
    raw = convert_to_openai_messages(message)
    raw.setdefault("id", str(uuid4()))
    return ChatAgentMessage(**raw)


class OrdersAgent(ChatAgent):
    def _graph(self):
        return create_supervisor(genie_agents(), model=llm, prompt=PROMPT).compile()

    def predict(self, messages, context=None, custom_inputs=None) -> ChatAgentResponse:
        out = []
        request = {"messages": self._convert_messages_to_dict(messages)}
        for event in self._graph().stream(request, stream_mode="updates"):
            for node in event.values():
                out.extend(to_message(m) for m in node.get("messages", []))
        return ChatAgentResponse(messages=out)

    def predict_stream(self, messages, context=None, custom_inputs=None) -> Generator[ChatAgentChunk, None, None]:
        request = {"messages": self._convert_messages_to_dict(messages)}
        for event in self._graph().stream(request, stream_mode="updates"):
            for node in event.values():
                yield from (ChatAgentChunk(delta=to_message(m)) for m in node["messages"])


AGENT = OrdersAgent()
mlflow.models.set_model(AGENT)
