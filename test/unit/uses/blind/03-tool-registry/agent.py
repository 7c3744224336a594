import json
import warnings
from typing import Any, Generator
from uuid import uuid4

import mlflow
from databricks.sdk import WorkspaceClient
from mlflow.entities import SpanType
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import (
    ResponsesAgentRequest,
    ResponsesAgentResponse,
    ResponsesAgentStreamEvent,
    output_to_responses_items_stream,
    to_chat_completions_input,
)
from openai import OpenAI

import toolbox
from toolbox.registry import ToolInfo

LLM_ENDPOINT_NAME = "databricks-gpt-5-mini"
SYSTEM_PROMPT = "You help drivers. Never read fleet.hr.salaries."
MAX_ITER = 8


class ToolCallingAgent(ResponsesAgent):
    def __init__(self, llm_endpoint: str, tools: list[ToolInfo]):
        self.llm_endpoint = llm_endpoint
        self.workspace_client = WorkspaceClient()
        self.model_serving_client: OpenAI = self.workspace_client.serving_endpoints.get_open_ai_client()
        self._tools_dict = {tool.name: tool for tool in tools}

    def get_tool_specs(self) -> list[dict]:
        return [tool.spec for tool in self._tools_dict.values()]

    @mlflow.trace(span_type=SpanType.TOOL)
    def execute_tool(self, tool_name: str, args: dict) -> Any:
        return self._tools_dict[tool_name].exec_fn(**args)

    def call_llm(self, messages: list[dict[str, Any]]) -> Generator[dict[str, Any], None, None]:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="PydanticSerializationUnexpectedValue")
            for chunk in self.model_serving_client.chat.completions.create(
                model=self.llm_endpoint,
                messages=to_chat_completions_input(messages),
                tools=self.get_tool_specs(),
                stream=True,
            ):
                chunk_dict = chunk.to_dict()
                if len(chunk_dict.get("choices", [])) > 0:
                    yield chunk_dict

    def handle_tool_call(self, tool_call, messages) -> ResponsesAgentStreamEvent:
        try:
            args = json.loads(tool_call["arguments"])
        except json.JSONDecodeError:
            args = {}
        result = str(self.execute_tool(tool_name=tool_call["name"], args=args))
        output = self.create_function_call_output_item(tool_call["call_id"], result)
        messages.append(output)
        return ResponsesAgentStreamEvent(type="response.output_item.done", item=output)

    def call_and_run_tools(self, messages, max_iter: int = MAX_ITER):
        for _ in range(max_iter):
            last = messages[-1]
            if last.get("role") == "assistant":
                return
            if last.get("type") == "function_call":
                yield self.handle_tool_call(last, messages)
            else:
                yield from output_to_responses_items_stream(
                    chunks=self.call_llm(messages), aggregator=messages
                )
        yield ResponsesAgentStreamEvent(
            type="response.output_item.done",
            item=self.create_text_output_item("Max iterations reached.", str(uuid4())),
        )

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        outputs = [e.item for e in self.predict_stream(request) if e.type == "response.output_item.done"]
        return ResponsesAgentResponse(output=outputs, custom_outputs=request.custom_inputs)

    def predict_stream(self, request: ResponsesAgentRequest):
        messages = [{"role": "system", "content": SYSTEM_PROMPT}]
        messages.extend(i.model_dump() for i in request.input)
        yield from self.call_and_run_tools(messages=messages)


mlflow.openai.autolog()
AGENT = ToolCallingAgent(llm_endpoint=LLM_ENDPOINT_NAME, tools=toolbox.all_tools())
mlflow.models.set_model(AGENT)
