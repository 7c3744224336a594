from databricks.sdk import WorkspaceClient
from openai import AsyncOpenAI
from pydantic_ai.models.fallback import FallbackModel
from pydantic_ai.models.openai import OpenAIChatModel
from pydantic_ai.providers.openai import OpenAIProvider


def provider() -> OpenAIProvider:
    config = WorkspaceClient().config
    headers = config.authenticate()
    return OpenAIProvider(
        openai_client=AsyncOpenAI(
            base_url=f"{config.host}/serving-endpoints",
            api_key=headers["Authorization"].removeprefix("Bearer "),
        )
    )


def model() -> FallbackModel:
    source = provider()
    return FallbackModel(
        OpenAIChatModel("databricks-gpt-5-1", provider=source),
        OpenAIChatModel(model_name="databricks-gemini-2-5-flash", provider=source),
    )
