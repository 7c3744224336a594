from agents import OpenAIChatCompletionsModel
from agents.extensions.models.litellm_model import LitellmModel
from databricks.sdk import WorkspaceClient
from databricks_openai import AsyncDatabricksOpenAI
from openai import AsyncOpenAI

_client: AsyncDatabricksOpenAI | None = None


def databricks_client() -> AsyncDatabricksOpenAI:
    global _client
    if _client is None:
        _client = AsyncDatabricksOpenAI(workspace_client=WorkspaceClient())
    return _client


def chat_model(endpoint: str) -> OpenAIChatCompletionsModel:
    return OpenAIChatCompletionsModel(model=endpoint, openai_client=databricks_client())


def open_weights() -> LitellmModel:
    return LitellmModel(model="databricks/databricks-gpt-oss-120b")


def vendor_model() -> OpenAIChatCompletionsModel:
    """OpenAI itself, where the desk must read scanned letters."""
    return OpenAIChatCompletionsModel(model="gpt-4o", openai_client=AsyncOpenAI())
