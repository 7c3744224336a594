#: requirements: mlflow==3.17.2, databricks-langchain, databricks-ai-bridge, langgraph-supervisor, langgraph
"""A Genie space asked as the calling user: the client is built for each request."""

import uuid
from typing import Any, Optional

import mlflow
from databricks.sdk import WorkspaceClient
from databricks.sdk.credentials_provider import ModelServingUserCredentials
from databricks_langchain import ChatDatabricks
from databricks_langchain.genie import GenieAgent
from langchain_core.messages import convert_to_openai_messages
from langgraph_supervisor import create_supervisor
from mlflow.pyfunc import ChatAgent
from mlflow.types.agent import ChatAgentMessage, ChatAgentResponse, ChatContext

SPACE = "01f000e7c3141060b962a5b99f980efd"
llm = ChatDatabricks(endpoint="databricks-claude-3-7-sonnet")


def genie_agents():
    client = WorkspaceClient(credentials_strategy=ModelServingUserCredentials())
    genie = GenieAgent(genie_space_id=SPACE, genie_agent_name="sales", description="Sales figures", client=client)
    return [genie]


class SalesAgent(ChatAgent):
    def predict(
        self,
        messages: list[ChatAgentMessage],
        context: Optional[ChatContext] = None,
        custom_inputs: Optional[dict[str, Any]] = None,
    ) -> ChatAgentResponse:
        workflow = create_supervisor(genie_agents(), model=llm, prompt="Ask Genie.").compile()
        answers = []
        for event in workflow.stream({"messages": [m.model_dump() for m in messages]}, stream_mode="updates"):
            for node in event.values():
                for message in node.get("messages", []):
                    converted = convert_to_openai_messages(message)
                    converted.setdefault("id", str(uuid.uuid4()))
                    answers.append(ChatAgentMessage(**converted))
        return ChatAgentResponse(messages=answers)


AGENT = SalesAgent()
mlflow.models.set_model(AGENT)
