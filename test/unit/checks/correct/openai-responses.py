#: requirements: mlflow==3.17.2, openai, databricks-openai, backoff
"""Asks a chat endpoint through the OpenAI client of the workspace, with tools called by name."""

import json
import os
from typing import Any, Callable, Generator
from uuid import uuid4

import backoff
import mlflow
import openai
from databricks.sdk import WorkspaceClient
from databricks_openai import UCFunctionToolkit
from mlflow.entities import SpanType
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse, ResponsesAgentStreamEvent
from openai import OpenAI
from pydantic import BaseModel

LLM = os.environ.get("LLM_ENDPOINT", "databricks-claude-sonnet-4")


class ToolInfo(BaseModel):
    name: str
    spec: dict
    exec_fn: Callable


class FunctionAgent(ResponsesAgent):
    def __init__(self, llm: str, tools: list[ToolInfo]):
        self.llm = llm
        self.client: OpenAI = WorkspaceClient().serving_endpoints.get_open_ai_client()
        self._tools = {one.name: one for one in tools}

    @mlflow.trace(span_type=SpanType.TOOL)
    def execute(self, name: str, arguments: dict) -> Any:
        return self._tools[name].exec_fn(**arguments)

    @backoff.on_exception(backoff.expo, openai.RateLimitError)
    @mlflow.trace(span_type=SpanType.LLM)
    def ask(self, messages: list[dict]) -> Any:
        return self.client.chat.completions.create(model=self.llm, messages=messages)

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        messages = self.prep_msgs_for_cc_llm([item.model_dump() for item in request.input])
        text = self.ask(messages).choices[0].message.content
        return ResponsesAgentResponse(output=[self.create_text_output_item(text=text, id=str(uuid4()))])

    def predict_stream(self, request: ResponsesAgentRequest) -> Generator[ResponsesAgentStreamEvent, None, None]:
        for item in self.predict(request).output:
            yield ResponsesAgentStreamEvent(type="response.output_item.done", item=item)


toolkit = UCFunctionToolkit(function_names=["main.support.find_order"])
infos = [ToolInfo(name=spec["function"]["name"], spec=spec, exec_fn=lambda **kw: json.dumps(kw)) for spec in toolkit.tools]
mlflow.openai.autolog()
mlflow.models.set_model(FunctionAgent(LLM, infos))
