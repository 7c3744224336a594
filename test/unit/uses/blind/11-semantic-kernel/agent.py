import asyncio

import mlflow
from databricks.sdk import WorkspaceClient
from mlflow.pyfunc import PythonModel
from openai import AsyncOpenAI
from semantic_kernel import Kernel
from semantic_kernel.agents import ChatCompletionAgent
from semantic_kernel.connectors.ai.function_choice_behavior import FunctionChoiceBehavior
from semantic_kernel.connectors.ai.open_ai import OpenAIChatCompletion, OpenAIChatPromptExecutionSettings
from semantic_kernel.contents import ChatHistory

from plugins import InvoicePlugin, SupplierPlugin


class AccountsPayable(PythonModel):
    SERVICE = "payable"
    MODEL = "databricks-gpt-oss-120b"

    def _client(self) -> AsyncOpenAI:
        w = WorkspaceClient()
        token = w.config.oauth_token().access_token
        return AsyncOpenAI(api_key=token, base_url=w.config.host + "/serving-endpoints")

    def _kernel(self) -> Kernel:
        kernel = Kernel()
        kernel.add_service(
            OpenAIChatCompletion(ai_model_id=self.MODEL, async_client=self._client(), service_id=self.SERVICE)
        )
        kernel.add_plugin(InvoicePlugin(), plugin_name="invoices")
        kernel.add_plugin(SupplierPlugin("vendor-risk-scorer"), plugin_name="suppliers")
        return kernel

    async def _ask(self, messages: list[dict]) -> str:
        settings = OpenAIChatPromptExecutionSettings(temperature=0)
        settings.function_choice_behavior = FunctionChoiceBehavior.Auto()
        agent = ChatCompletionAgent(kernel=self._kernel(), name="ap", instructions="Pay nobody twice.")
        history = ChatHistory()
        for m in messages:
            history.add_message(m)
        reply = await agent.get_response(messages=history)
        return str(reply.content)

    def predict(self, context, model_input, params=None):
        return asyncio.run(self._ask(model_input["messages"]))


mlflow.models.set_model(AccountsPayable())
