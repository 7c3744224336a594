from __future__ import annotations

import enum
import json
import os
import uuid
from dataclasses import KW_ONLY, dataclass, field
from typing import Any, Callable, Iterable, Self

import mlflow
from databricks.sdk import WorkspaceClient
from databricks_openai import DatabricksOpenAI
from mlflow.deployments import get_deploy_client
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse


class Via(enum.Enum):
    RESPONSES = enum.auto()
    CHAT = enum.auto()
    DEPLOY = enum.auto()
    APP = enum.auto()


@dataclass
class Specialist:
    name: str
    about: str
    endpoint: str
    _: KW_ONLY
    via: Via = Via.CHAT
    enabled: bool = True
    examples: list[str] = field(default_factory=list)

    def disabled(self) -> Self:
        self.enabled = False
        return self


SPECIALISTS = [
    Specialist("claims", "insurance claims", "agents_insurance-prod-claims", via=Via.RESPONSES),
    Specialist("tariffs", "prices of policies", "agents_insurance-prod-tariffs"),
    Specialist("fraud", "suspicion of fraud", "fraud-agent-2024", via=Via.DEPLOY),
    Specialist("travel", "travel desk", "travel-desk", via=Via.APP),
]
SUPERVISOR = os.environ.get("SUPERVISOR_ENDPOINT", "databricks-gpt-5")
FALLBACKS = (SUPERVISOR, "databricks-claude-sonnet-4-5")


class Dispatcher:
    def __init__(self, specialists: Iterable[Specialist]):
        self.openai = DatabricksOpenAI(workspace_client=WorkspaceClient())
        self.deploy = get_deploy_client("databricks")
        self.specialists = {s.name: s for s in specialists if s.enabled}

    def __getitem__(self, name: str) -> Callable[[list[dict]], str]:
        specialist = self.specialists[name]
        match specialist.via:
            case Via.RESPONSES:
                return lambda messages: self._responses(specialist.endpoint, messages)
            case Via.APP:
                return lambda messages: self._responses(f"apps/{specialist.endpoint}", messages)
            case Via.DEPLOY:
                return lambda messages: self._deploy(specialist, messages)
            case _:
                return lambda messages: self._chat(specialist.endpoint, messages)

    def _responses(self, model: str, messages: list[dict]) -> str:
        return self.openai.responses.create(model=model, input=messages).output_text

    def _chat(self, model: str, messages: list[dict], **more: Any) -> str:
        return self.openai.chat.completions.create(model=model, messages=messages, **more).choices[0].message.content

    def _deploy(self, specialist: Specialist, messages: list[dict]) -> str:
        out = self.deploy.predict(endpoint=specialist.endpoint, inputs={"messages": messages})
        return out["messages"][-1]["content"]


class Supervisor(ResponsesAgent):
    def __init__(self):
        self.dispatch = Dispatcher(SPECIALISTS)

    def _functions(self) -> list[dict]:
        return [
            {
                "type": "function",
                "function": {
                    "name": s.name,
                    "description": s.about,
                    "parameters": {"type": "object", "properties": {"question": {"type": "string"}}},
                },
            }
            for s in self.dispatch.specialists.values()
        ]

    def _decide(self, messages: list[dict]):
        error: Exception | None = None
        for model in FALLBACKS:
            try:
                return (
                    self.dispatch.openai.chat.completions.create(model=model, messages=messages, tools=self._functions())
                    .choices[0]
                    .message
                )
            except Exception as e:  # noqa: BLE001
                error = e
        raise RuntimeError("no model") from error

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        messages = [{"role": i.role, "content": i.content} for i in request.input]
        for _ in range(5):
            message = self._decide(messages)
            if not message.tool_calls:
                break
            messages.append(message.model_dump(exclude_none=True))
            for call in message.tool_calls:
                question = json.loads(call.function.arguments)["question"]
                text = self.dispatch[call.function.name]([{"role": "user", "content": question}])
                messages.append({"role": "tool", "tool_call_id": call.id, "content": text})
        return ResponsesAgentResponse(output=[self.create_text_output_item(message.content or "", str(uuid.uuid4()))])


mlflow.models.set_model(Supervisor())
