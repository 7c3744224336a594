import json
from typing import Callable

import mlflow
from databricks.sdk import WorkspaceClient
from databricks_openai import UCFunctionToolkit
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse
from unitycatalog.ai.core.base import get_uc_function_client

LLM_ENDPOINT_NAME = "databricks-claude-sonnet-4"
MAX_ROUNDS = 6

workspace = WorkspaceClient()
client = workspace.serving_endpoints.get_open_ai_client()
uc = get_uc_function_client()
toolkit = UCFunctionToolkit(function_names=["logistics.tools.eta", "logistics.tools.carrier"])


def run_uc(name: str, arguments: dict) -> str:
    return uc.execute_function(name.replace("__", "."), arguments).value


def weather(city: str) -> str:
    answer = workspace.serving_endpoints.http_request(
        conn="open_weather", method="GET", path="/v1/current", params={"q": city}
    )
    return answer.text


def customs(code: str) -> str:
    result = workspace.api_client.do(
        "POST",
        "/serving-endpoints/customs-classifier/invocations",
        body={"dataframe_records": [{"code": code}]},
    )
    return json.dumps(result["predictions"])


LOCAL: dict[str, Callable[..., str]] = {"weather": weather, "customs": customs}


class LogisticsAgent(ResponsesAgent):
    def __init__(self, tools: list[dict]):
        self.tools = tools

    def call(self, name: str, arguments: str) -> str:
        parsed = json.loads(arguments or "{}")
        if handler := LOCAL.get(name):
            return handler(**parsed)
        return run_uc(name, parsed)

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        messages = self.prep_msgs_for_cc_llm(request.input)
        for _ in range(MAX_ROUNDS):
            reply = (
                client.chat.completions.create(
                    model=LLM_ENDPOINT_NAME, messages=messages, tools=self.tools
                )
                .choices[0]
                .message
            )
            messages.append(reply.to_dict())
            if not reply.tool_calls:
                break
            for wanted in reply.tool_calls:
                output = self.call(wanted.function.name, wanted.function.arguments)
                messages.append({"role": "tool", "tool_call_id": wanted.id, "content": output})
        return ResponsesAgentResponse(
            output=[self.create_text_output_item(text=messages[-1].get("content", ""), id="msg")]
        )


def describe(fn: Callable) -> dict:
    argument = fn.__code__.co_varnames[0]
    schema = {"type": "object", "properties": {argument: {"type": "string"}}}
    return {"type": "function", "function": {"name": fn.__name__, "parameters": schema}}


mlflow.models.set_model(LogisticsAgent([*toolkit.tools, *map(describe, LOCAL.values())]))
