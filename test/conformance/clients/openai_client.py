"""OpenAI's client, as agents use it on Databricks. Arguments: result file, a word that makes names unique."""

import os
import sys

import openai
from cases import Client
from databricks.sdk import WorkspaceClient
from databricks.sdk.service.serving import EndpointCoreConfigInput, ServedEntityInput
from models import register

of = Client(f"openai {openai.__version__}")
client = openai.OpenAI(
    base_url=os.environ["DATABRICKS_HOST"] + "/serving-endpoints", api_key=os.environ["DATABRICKS_TOKEN"], max_retries=0
)
model = "databricks-claude-sonnet-4"
messages = [{"role": "user", "content": "hello"}]
text = f'[local stand-in for {model}] You asked: "hello" (5 characters).'


def status(work):
    def refused():
        try:
            return work()
        except openai.APIStatusError as error:
            return [error.status_code, error.response.json()["error_code"]]

    return refused


of.call(
    "chat.completions.create",
    lambda: client.chat.completions.create(model=model, messages=messages),
    lambda a: [a.object, a.model, a.choices[0].message.content, a.choices[0].finish_reason, a.usage.total_tokens > 5],
    ["chat.completion", model, text, "stop", True],
)
of.call(
    "chat.completions.create, streamed",
    lambda: list(client.chat.completions.create(model=model, messages=messages, stream=True)),
    lambda chunks: [
        len(chunks) > 5,
        "".join(c.choices[0].delta.content or "" for c in chunks if c.choices),
        chunks[-1].choices[0].finish_reason,
    ],
    [True, text, "stop"],
)
of.call(
    "chat.completions.create with a history",
    lambda: client.chat.completions.create(model=model, messages=[{"role": "system", "content": "Be brief."}, *messages]),
    lambda a: a.choices[0].message.role,
    "assistant",
)
of.call(
    "chat.completions.with_raw_response",
    lambda: client.chat.completions.with_raw_response.create(model=model, messages=messages),
    lambda a: [a.status_code, a.headers["content-type"], a.parse().choices[0].message.content],
    [200, "application/json", text],
)
of.call(
    "embeddings.create",
    lambda: client.embeddings.create(model="databricks-gte-large-en", input=["one", "two"], encoding_format="float"),
    lambda a: [len(a.data), a.data[1].index, len(a.data[0].embedding) == len(a.data[1].embedding)],
    [2, 1, True],
)
of.call(
    "embeddings.create of one text",
    lambda: client.embeddings.create(model="databricks-gte-large-en", input="one", encoding_format="float"),
    lambda a: len(a.data),
    1,
)
of.call("create with an unknown model", status(lambda: client.chat.completions.create(model="none", messages=messages)), equals=[404, "RESOURCE_DOES_NOT_EXIST"])
of.call("create without messages", status(lambda: client.chat.completions.create(model=model, messages=[])), equals=[400, "INVALID_PARAMETER_VALUE"])
wrong = openai.OpenAI(base_url=str(client.base_url), api_key="wrong", max_retries=0)
of.call("create with a wrong key", status(lambda: wrong.chat.completions.create(model=model, messages=messages)), equals=[401, "UNAUTHENTICATED"])
own = WorkspaceClient().serving_endpoints.get_open_ai_client()
of.call(
    "databricks-sdk's get_open_ai_client",
    lambda: own.chat.completions.create(model=model, messages=messages).choices[0].message.content,
    equals=text,
)
agent = f"{sys.argv[2]}-agent"
register(f"main.agents.{sys.argv[2]}", "you said", agent="responses.py")
served = ServedEntityInput(
    entity_name=f"main.agents.{sys.argv[2]}", entity_version="1", scale_to_zero_enabled=True, workload_size="Small"
)
w = WorkspaceClient()
w.serving_endpoints.create_and_wait(agent, config=EndpointCoreConfigInput(name=agent, served_entities=[served]))
of.call(
    "responses.create of a served agent",
    lambda: client.responses.create(model=agent, input=messages).output_text,
    equals="you said hello",
)
of.call(
    "responses.create, streamed",
    lambda: [e for e in client.responses.create(model=agent, input=messages, stream=True)],
    lambda events: [
        "".join(e.delta for e in events if e.type == "response.output_text.delta"),
        events[-1].item.content[0].text,
    ],
    ["you said hello", "you said hello"],
)
w.serving_endpoints.delete(agent)
