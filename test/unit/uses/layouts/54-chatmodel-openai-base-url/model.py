import asyncio
import functools
import os
import uuid

import mlflow
from databricks.sdk import WorkspaceClient
from mlflow.pyfunc import ChatModel
from mlflow.types.llm import ChatChoice, ChatCompletionResponse, ChatMessage
from openai import APIStatusError, AsyncOpenAI, OpenAI

config = WorkspaceClient().config
BASE = f"{config.host}/serving-endpoints"
token = config.oauth_token().access_token
client = OpenAI(api_key=token, base_url=BASE)
aclient = AsyncOpenAI(api_key=token, base_url=BASE)


def or_else(model: str):
    """Asks again, of another model, when the first one refuses."""

    def decorate(ask):
        @functools.wraps(ask)
        def asked(messages, **options):
            try:
                return ask(messages, **options)
            except APIStatusError:
                return ask(messages, **{**options, "model": model})

        return asked

    return decorate


@or_else("databricks-llama-4-maverick")
def complete(messages, *, model="databricks-claude-opus-4"):
    answer = client.chat.completions.create(model=model, messages=messages)
    return answer.choices[0].message.content


async def _tags(text: str) -> list[str]:
    async def one(model: str) -> str:
        answer = await aclient.chat.completions.create(
            model=model, messages=[{"role": "user", "content": f"One tag for: {text}"}]
        )
        return answer.choices[0].message.content

    return await asyncio.gather(*(one(f"tagger-{size}") for size in ("small", "large")))


class TaggingModel(ChatModel):
    def __init__(self):
        self.vector = lambda text: client.embeddings.create(
            model="databricks-gte-large-en", input=text
        ).data[0].embedding

    def group_model(self, group: str) -> str:
        rows = WorkspaceClient().statement_execution.execute_statement(
            statement="SELECT model FROM ops.llm.group_models WHERE name = :g",
            warehouse_id=os.environ["TAGGING_WAREHOUSE"],
        )
        return rows.result.data_array[0][0]

    def predict(self, context, messages: list[ChatMessage], params) -> ChatCompletionResponse:
        history = [m.to_dict() for m in messages]
        group = (params.custom_inputs or {}).get("group") if params else None
        if group:
            answer = client.chat.completions.create(model=self.group_model(group), messages=history)
            text = answer.choices[0].message.content
        else:
            text = complete(history)
        tags = asyncio.run(_tags(text))
        size = len(self.vector(text))
        choice = ChatChoice(index=0, message=ChatMessage(role="assistant", content=f"{text}\n{tags} {size}"))
        return ChatCompletionResponse(choices=[choice], id=str(uuid.uuid4()))


mlflow.models.set_model(TaggingModel())
