import json
from typing import Any, Callable, Generator
from uuid import uuid4

import mlflow
from databricks_openai import DatabricksOpenAI, UCFunctionToolkit, VectorSearchRetrieverTool
from mlflow.entities import SpanType
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse, ResponsesAgentStreamEvent
from pydantic import BaseModel
from unitycatalog.ai.core.base import get_uc_function_client

MODEL = "databricks-gpt-5-mini"
INSTRUCTIONS = "You help warehouse staff. Data comes from `main.logistics.stock` and `main.logistics.moves`."


class ToolInfo(BaseModel):
    name: str
    spec: dict
    exec_fn: Callable


def uc_tool(spec: dict[str, Any], name: str) -> ToolInfo:
    def run(**kwargs):
        return get_uc_function_client().execute_function(name, kwargs).value

    spec["function"].pop("strict", None)
    return ToolInfo(name=spec["function"]["name"], spec=spec, exec_fn=run)


TOOLS: list[ToolInfo] = []

UC_TOOLS = ["main.logistics.stock_of", "main.logistics.next_delivery"]
toolkit = UCFunctionToolkit(function_names=UC_TOOLS)
for spec in toolkit.tools:
    TOOLS.append(uc_tool(spec, spec["function"]["name"].replace("__", ".")))

manuals = VectorSearchRetrieverTool(
    index_name="main.logistics.manuals_index",
    filters={"language": "en"},
    num_results=3,
)
TOOLS.append(ToolInfo(name=manuals.tool["function"]["name"], spec=manuals.tool, exec_fn=manuals.execute))


class WarehouseAgent(ResponsesAgent):
    """Calls the model until it stops asking for tools."""

    def __init__(self, tools: list[ToolInfo]):
        self.client = DatabricksOpenAI()
        self.tools = {t.name: t for t in tools}

    @mlflow.trace(span_type=SpanType.TOOL)
    def call_tool(self, name: str, args: dict) -> Any:
        return self.tools[name].exec_fn(**args)

    @mlflow.trace(span_type=SpanType.LLM)
    def call_model(self, messages: list[dict]) -> Any:
        return self.client.chat.completions.create(
            model=MODEL,
            messages=messages,
            tools=[t.spec for t in self.tools.values()],
        )

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        done = [e.item for e in self.predict_stream(request) if e.type == "response.output_item.done"]
        return ResponsesAgentResponse(output=done)

    def predict_stream(self, request: ResponsesAgentRequest) -> Generator[ResponsesAgentStreamEvent, None, None]:
        messages = [{"role": "system", "content": INSTRUCTIONS}]
        messages += [{"role": i.role, "content": i.content} for i in request.input]
        for _ in range(8):
            choice = self.call_model(messages).choices[0].message
            if not choice.tool_calls:
                item = self.create_text_output_item(text=choice.content, id=str(uuid4()))
                yield ResponsesAgentStreamEvent(type="response.output_item.done", item=item)
                return
            messages.append(choice.to_dict())
            for call in choice.tool_calls:
                result = self.call_tool(call.function.name, json.loads(call.function.arguments))
                messages.append({"role": "tool", "tool_call_id": call.id, "content": str(result)})


mlflow.openai.autolog()
AGENT = WarehouseAgent(TOOLS)
mlflow.models.set_model(AGENT)
