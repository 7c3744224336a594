import asyncio
import os
from typing import NotRequired, TypedDict, Unpack

import mlflow
from autogen_agentchat.agents import AssistantAgent
from autogen_agentchat.conditions import MaxMessageTermination, TextMentionTermination
from autogen_agentchat.teams import RoundRobinGroupChat
from autogen_core.tools import FunctionTool
from autogen_ext.models.openai import OpenAIChatCompletionClient
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse
from unitycatalog.ai.core.databricks import DatabricksFunctionClient


class Role(TypedDict):
    model: str
    temperature: NotRequired[float]


ROLES: dict[str, Role] = {
    "planner": {"model": "databricks-claude-sonnet-4", "temperature": 0.2},
    "critic": {"model": "databricks-gpt-oss-120b"},
}
CAPABILITIES = {
    "vision": False,
    "function_calling": True,
    "json_output": True,
    "family": "unknown",
    "structured_output": False,
}


def model_client(**role: Unpack[Role]) -> OpenAIChatCompletionClient:
    return OpenAIChatCompletionClient(
        base_url=f"https://{os.environ['DATABRICKS_HOST'].removeprefix('https://')}/serving-endpoints",
        api_key=os.environ["DATABRICKS_TOKEN"],
        model_info=CAPABILITIES,
        **role,
    )


functions = DatabricksFunctionClient()


async def route_length(start: str, end: str) -> str:
    """Kilometres between two stops."""
    result = functions.execute_function(
        function_name="transit.geo.route_length", parameters={"a": start, "b": end}
    )
    return result.value


def timetable(line: str) -> str:
    return functions.execute_function("transit.plan.timetable", {"line": line}).value


class TransitAgent(ResponsesAgent):
    def team(self) -> RoundRobinGroupChat:
        tools = {
            "planner": [route_length, FunctionTool(timetable, description="Departures of a line")],
            "critic": [],
        }
        members = [
            AssistantAgent(name, model_client=model_client(**role), tools=tools[name])
            for name, role in ROLES.items()
        ]
        stop = TextMentionTermination("DONE") | MaxMessageTermination(8)
        return RoundRobinGroupChat(members, termination_condition=stop)

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        result = asyncio.run(self.team().run(task=str(request.input[-1].content)))
        text = result.messages[-1].content
        return ResponsesAgentResponse(output=[self.create_text_output_item(text=text, id="team")])


mlflow.models.set_model(TransitAgent())
