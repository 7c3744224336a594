from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import Any

import litellm
import mlflow
from litellm import Router, acompletion
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse

log = logging.getLogger("copy")
mlflow.litellm.autolog()

PROVIDER = "databricks"


@dataclass(frozen=True)
class Voice:
    """A tone and the model that hits it best."""

    tone: str
    model: str
    temperature: float = 0.7


VOICES = {
    "formal": Voice("Write formally.", f"{PROVIDER}/databricks-claude-sonnet-4", 0.2),
    "friendly": Voice("Write like a friend.", f"{PROVIDER}/databricks-llama-4-maverick"),
    "short": Voice("Ten words at most.", "azure/gpt-4o-mini", 0.0),
}

router = Router(
    model_list=[
        {"model_name": "judge", "litellm_params": {"model": "databricks/databricks-gpt-oss-20b"}},
        {"model_name": "judge", "litellm_params": {"model": "databricks/databricks-gemma-3-12b", "rpm": 30}},
        {"model_name": "judge", "litellm_params": {"model": "anthropic/claude-3-5-haiku-latest"}},
    ],
    num_retries=2,
)


class Copywriter:
    def __init__(self, voices: dict[str, Voice]):
        self.voices = voices

    async def write(self, voice: Voice, brief: str) -> str:
        answer = await acompletion(
            model=voice.model,
            temperature=voice.temperature,
            messages=[{"role": "system", "content": voice.tone}, {"role": "user", "content": brief}],
        )
        return answer.choices[0].message.content

    async def best(self, brief: str) -> tuple[str, dict[str, str]]:
        texts = await asyncio.gather(*(self.write(v, brief) for v in self.voices.values()))
        drafts = dict(zip(self.voices, texts))
        listing = "\n\n".join(f"## {name}\n{text}" for name, text in drafts.items())
        verdict = await router.acompletion(
            model="judge", messages=[{"role": "user", "content": f"Which is best? One word.\n{listing}"}]
        )
        name = verdict.choices[0].message.content.strip().lower()
        log.info("chose %s; databricks/databricks-dbrx-instruct was worse last year", name)
        return drafts.get(name, texts[0]), drafts


class CopyAgent(ResponsesAgent):
    def __init__(self):
        self.writer = Copywriter(VOICES)

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        brief = str(request.input[-1].content)
        litellm.suppress_debug_info = True
        text, drafts = asyncio.run(self.writer.best(brief))
        outputs: dict[str, Any] = {"drafts": drafts}
        return ResponsesAgentResponse(output=[self.create_text_output_item(text, "copy")], custom_outputs=outputs)


mlflow.models.set_model(CopyAgent())
