import asyncio
import uuid

import mlflow
from databricks.sdk import WorkspaceClient
from mlflow.pyfunc import ChatAgent
from mlflow.types.agent import ChatAgentMessage, ChatAgentResponse
from openai import AsyncOpenAI
from semantic_kernel import Kernel
from semantic_kernel.connectors.ai.function_choice_behavior import FunctionChoiceBehavior
from semantic_kernel.connectors.ai.open_ai import OpenAIChatCompletion, OpenAIChatPromptExecutionSettings
from semantic_kernel.contents import ChatHistory

from plugins import CreditPlugin


def service(service_id: str, deployment: str) -> OpenAIChatCompletion:
    config = WorkspaceClient().config
    return OpenAIChatCompletion(
        ai_model_id=deployment,
        service_id=service_id,
        async_client=AsyncOpenAI(base_url=f"{config.host}/serving-endpoints", api_key=config.token),
    )


class LoanAgent(ChatAgent):
    def __init__(self):
        self.kernel = Kernel()
        for sid, deployment in [
            ("main", "databricks-claude-sonnet-4"),
            ("cheap", "databricks-meta-llama-3-1-8b-instruct"),
        ]:
            self.kernel.add_service(service(sid, deployment))
        self.kernel.add_plugin(CreditPlugin(), plugin_name="credit")

    async def _chat(self, messages: list[ChatAgentMessage]) -> str:
        history = ChatHistory(system_message="You prepare loan decisions; you never decide.")
        for m in messages:
            history.add_message({"role": m.role, "content": m.content or ""})
        sid = "cheap" if len(messages) == 1 and len(messages[0].content or "") < 40 else "main"
        settings = OpenAIChatPromptExecutionSettings(
            service_id=sid, function_choice_behavior=FunctionChoiceBehavior.Auto()
        )
        chat = self.kernel.get_service(sid)
        reply = await chat.get_chat_message_content(history, settings, kernel=self.kernel)
        return str(reply)

    def predict(self, messages, context=None, custom_inputs=None) -> ChatAgentResponse:
        text = asyncio.run(self._chat(messages))
        return ChatAgentResponse(
            messages=[ChatAgentMessage(id=uuid.uuid4().hex, role="assistant", content=text)]
        )


mlflow.models.set_model(LoanAgent())
