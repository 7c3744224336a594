import os

import mlflow
from databricks.sdk.core import Config
from haystack.components.generators.chat import OpenAIChatGenerator
from haystack.dataclasses import ChatMessage
from haystack.utils import Secret
from openai import AsyncOpenAI
from pydantic_ai import Agent
from pydantic_ai.models.openai import OpenAIChatModel
from pydantic_ai.providers.openai import OpenAIProvider
from semantic_kernel.connectors.ai.open_ai import OpenAIChatCompletion
from smolagents import CodeAgent, LiteLLMModel, OpenAIServerModel

config = Config()
BASE = f"{config.host}/serving-endpoints"
KEY = os.environ.get("DATABRICKS_TOKEN", "x")

smart = Agent(OpenAIChatModel("databricks-claude-sonnet-4", provider=OpenAIProvider(base_url=BASE, api_key=KEY)))
coder = CodeAgent(tools=[], model=LiteLLMModel(model_id="databricks/databricks-gpt-oss-120b"))
server = OpenAIServerModel(model_id="databricks-gemma-3-12b", api_base=BASE, api_key=KEY)
hay = OpenAIChatGenerator(model="databricks-llama-4-maverick", api_base_url=BASE, api_key=Secret.from_token(KEY))
kernel = OpenAIChatCompletion(ai_model_id="databricks-qwen3", async_client=AsyncOpenAI(base_url=BASE, api_key=KEY))
vendor = Agent("openai:gpt-4o")


class Model(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input, params=None):
        q = model_input["q"]
        return [
            smart.run_sync(q).output,
            coder.run(q),
            server([{"role": "user", "content": q}]).content,
            hay.run([ChatMessage.from_user(q)])["replies"][0].text,
            vendor.run_sync(q).output,
            str(kernel),
        ]


mlflow.models.set_model(Model())
