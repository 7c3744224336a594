import asyncio
import os

import mlflow
from databricks.sdk import WorkspaceClient
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse
from openai import AsyncOpenAI, AzureOpenAI, OpenAI

HOST = os.environ["DATABRICKS_HOST"]
if not HOST.startswith("http"):
    HOST = "https://" + HOST
KEYS = dict(api_key=os.environ.get("DATABRICKS_TOKEN", ""), base_url=f"{HOST}/serving-endpoints")
sync = OpenAI(**KEYS, timeout=60)
concurrent = AsyncOpenAI(**{**KEYS, "max_retries": 5})
own = WorkspaceClient().serving_endpoints.get_open_ai_client()
azure = AzureOpenAI(api_version="2024-06-01", azure_endpoint="https://corp.openai.azure.com")
plain = OpenAI()

MODELS = ["databricks-gpt-5", "databricks-gemini-2-5-pro"]


def embed(texts: list[str]) -> list[list[float]]:
    return [d.embedding for d in sync.embeddings.create(model="databricks-qwen3-embedding-0-6b", input=texts).data]


async def vote(prompt: str) -> list[str]:
    async def one(model: str) -> str:
        reply = await concurrent.chat.completions.create(model=model, messages=[{"role": "user", "content": prompt}])
        return reply.choices[0].message.content or ""

    return await asyncio.gather(*(one(m) for m in MODELS))


def moderated(text: str) -> bool:
    flagged = plain.moderations.create(model="omni-moderation-latest", input=text).results[0].flagged
    draft = azure.chat.completions.create(model="corp-gpt-4o", messages=[{"role": "user", "content": text}])
    return not flagged and bool(draft.choices)


class Jury(ResponsesAgent):
    judge = "databricks-claude-opus-4-1"

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        text = request.input[-1].content
        if not moderated(text):
            return ResponsesAgentResponse(output=[])
        votes = asyncio.run(vote(text))
        vectors = embed(votes)
        summary = own.responses.create(model="jury-writer", input=[{"role": "user", "content": f"{votes} {vectors}"}])
        with sync.chat.completions.stream(model=self.judge, messages=[{"role": "user", "content": summary.output_text}]) as stream:
            final = stream.get_final_completion()
        return ResponsesAgentResponse(output=[self.create_text_output_item(final.choices[0].message.content, "1")])


mlflow.models.set_model(Jury())
