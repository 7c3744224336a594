import json
import logging
from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import Annotated, Any, Literal

import backoff
import mlflow
import openai
from databricks.sdk import WorkspaceClient
from databricks_openai import UCFunctionToolkit, VectorSearchRetrieverTool
from mlflow.entities import SpanType
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse
from pydantic import Field
from unitycatalog.ai.core.base import get_uc_function_client

_log = logging.getLogger(__name__)

CATALOG = "energy"
ENDPOINTS = {"fast": "databricks-gpt-oss-20b", "deep": "databricks-gpt-oss-120b", "old": "databricks-dbrx-instruct"}

Kind = Literal["meter", "outage", "tariff", "contract"]

# name -> (kind of tool, where)
TOOL_TABLE: dict[str, tuple[str, str]] = {
    "read_meter": ("uc", "metering.read_meter"),
    "forecast": ("uc", "metering.forecast_usage"),
    "tariffs": ("vs", "docs.tariffs_index"),
    "outages": ("vs", "docs.outages_index"),
    "python": ("builtin", "system.ai.python_exec"),
}
OFFERED = ["read_meter", "tariffs", "python"]


@cache
def workspace() -> WorkspaceClient:
    return WorkspaceClient()


@cache
def uc_client():
    return get_uc_function_client()


@cache
def llm():
    return workspace().serving_endpoints.get_open_ai_client()


def make(name: str) -> list[tuple[dict, Callable[..., Any]]]:
    kind, where = TOOL_TABLE[name]
    match kind:
        case "uc":
            full = f"{CATALOG}.{where}"
            specs = UCFunctionToolkit(function_names=[full]).tools
            return [(s, partial(run_function, full)) for s in specs]
        case "builtin":
            specs = UCFunctionToolkit(function_names=[where]).tools
            return [(s, partial(run_function, where)) for s in specs]
        case "vs":
            tool = VectorSearchRetrieverTool(index_name=f"{CATALOG}.{where}", tool_name=name)
            return [(tool.tool, tool.execute)]
        case _:
            raise ValueError(name)


def run_function(function: str, **arguments):
    result = uc_client().execute_function(function_name=function, parameters=arguments)
    return result.error or result.value


TOOLS = {spec["function"]["name"]: (spec, run) for name in OFFERED for spec, run in make(name)}


class Grid(ResponsesAgent):
    mode: Annotated[str, Field(pattern="fast|deep")] = "deep"

    @backoff.on_exception(backoff.expo, openai.RateLimitError, max_tries=3)
    @mlflow.trace(span_type=SpanType.LLM)
    def chat(self, messages: list[dict], model: str):
        return llm().chat.completions.create(
            model=model, messages=messages, tools=[spec for spec, _ in TOOLS.values()]
        ).choices[0].message

    def steps(self, messages: list[dict], limit: int = 6) -> Iterator[dict]:
        for step in range(limit):
            # the last step only has to sum up
            name = ENDPOINTS["fast"] if step == limit - 1 else ENDPOINTS[self.mode]
            message = self.chat(messages, name)
            messages.append(message.model_dump(exclude_none=True))
            if not message.tool_calls:
                yield self.create_text_output_item(message.content, f"step-{step}")
                return
            for call in message.tool_calls:
                _, run = TOOLS[call.function.name]
                with mlflow.start_span(name=call.function.name, span_type=SpanType.TOOL) as span:
                    result = run(**json.loads(call.function.arguments or "{}"))
                    span.set_outputs(result)
                messages.append({"role": "tool", "tool_call_id": call.id, "content": str(result)})
        _log.warning("gave up after %d steps; %s would have been slower", limit, ENDPOINTS["old"])

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        messages = [{"role": i.role, "content": i.content} for i in request.input]
        return ResponsesAgentResponse(output=list(self.steps(messages)))


mlflow.models.set_model(Grid())
