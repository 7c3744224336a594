import asyncio
import os
from typing import Any, Sequence

import mlflow
from autogen_agentchat.agents import AssistantAgent, UserProxyAgent
from autogen_agentchat.base import TaskResult
from autogen_agentchat.conditions import MaxMessageTermination, TextMentionTermination
from autogen_agentchat.teams import RoundRobinGroupChat, SelectorGroupChat
from autogen_core.models import ModelFamily, ModelInfo
from autogen_core.tools import FunctionTool
from autogen_ext.models.openai import OpenAIChatCompletionClient
from databricks.sdk import WorkspaceClient
from databricks_ai_bridge.genie import Genie
from mlflow.pyfunc import ChatAgent
from mlflow.types.agent import ChatAgentMessage, ChatAgentResponse

workspace = WorkspaceClient()

INFO: ModelInfo = {
    "vision": False,
    "function_calling": True,
    "json_output": False,
    "family": ModelFamily.UNKNOWN,
    "structured_output": False,
}


def model_client(endpoint: str, **overrides: Any) -> OpenAIChatCompletionClient:
    arguments = {
        "model": endpoint,
        "base_url": f"{workspace.config.host}/serving-endpoints",
        "api_key": os.getenv("DATABRICKS_TOKEN", "unused"),
        "model_info": INFO,
    }
    arguments.update(overrides)
    return OpenAIChatCompletionClient(**arguments)


def vendor_client() -> OpenAIChatCompletionClient:
    return OpenAIChatCompletionClient(model="gpt-4o-2024-08-06")


async def ask_genie(question: str) -> str:
    """Answers questions about sales figures."""
    genie = Genie(space_id="01f0a0a0a0a0a0a0a0a0a0a0a0a0a0a0", client=workspace)
    answer = await asyncio.to_thread(genie.ask_question, question)
    return str(answer.result)


async def find_precedent(text: str, limit: int = 3) -> list[str]:
    """Finds earlier offers."""
    return [
        str(row)
        for row in workspace.vector_search_indexes.query_index(
            "sales.offers.offers_index", ["offer"], query_text=text, num_results=limit
        ).result.data_array
    ]


def team() -> SelectorGroupChat:
    planner_model = model_client("databricks-claude-opus-4-1", temperature=0)
    worker_model = model_client(endpoint="databricks-gemini-2-5-flash")
    analyst = AssistantAgent(
        "analyst",
        model_client=worker_model,
        tools=[FunctionTool(ask_genie, description="figures"), find_precedent],
        reflect_on_tool_use=True,
    )
    writer = AssistantAgent("writer", model_client=worker_model, system_message="You write offers.")
    lawyer = AssistantAgent("lawyer", model_client=vendor_client(), system_message="Say APPROVE when it is right.")
    return SelectorGroupChat(
        [analyst, writer, lawyer],
        model_client=planner_model,
        termination_condition=TextMentionTermination("APPROVE") | MaxMessageTermination(12),
    )


def duo() -> RoundRobinGroupChat:
    # for demos at fairs
    model = model_client("databricks-gemma-3-12b")
    return RoundRobinGroupChat([AssistantAgent("host", model), UserProxyAgent("guest")])


class OfferAgent(ChatAgent):
    def predict(
        self, messages: list[ChatAgentMessage], context=None, custom_inputs: dict[str, Any] | None = None
    ) -> ChatAgentResponse:
        result: TaskResult = asyncio.run(team().run(task=messages[-1].content))
        said: Sequence[Any] = [m for m in result.messages if m.source == "writer"]
        return ChatAgentResponse(messages=[ChatAgentMessage(role="assistant", content=said[-1].content, id="w")])


if __name__ == "__main__":
    from autogen_agentchat.ui import Console

    asyncio.run(Console(duo().run_stream(task="Hello")))

mlflow.models.set_model(OfferAgent())
