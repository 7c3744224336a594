#: requirements: mlflow==3.17.2, openai, pyyaml
#: codePaths: support
"""The agent's file is short; what it does lies in a package of its own."""

import mlflow
from support.agent import SupportAgent
from support.prompts import load_prompt

agent = SupportAgent(load_prompt("system"))
mlflow.models.set_model(agent)
#: file support/__init__.py
#: file support/agent.py
import logging
from functools import lru_cache

from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse
from openai import OpenAI

from . import prompts
from .settings import Settings

log = logging.getLogger(__name__)


@lru_cache(maxsize=1)
def client() -> OpenAI:
    return OpenAI(base_url=Settings().base_url)


class SupportAgent(ResponsesAgent):
    def __init__(self, prompt: str):
        self.prompt = prompt

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        log.info("asked with %s", prompts.names())
        answer = client().responses.create(model="chat", input=self.prompt)
        return ResponsesAgentResponse(output=answer.output)
#: file support/prompts.py
from pathlib import Path

import yaml

FOLDER = Path(__file__).resolve().parent / "texts"


def names() -> list[str]:
    return [file.stem for file in FOLDER.iterdir()]


def load_prompt(name: str) -> str:
    with open(FOLDER / "prompts.yaml", encoding="utf-8") as file:
        return yaml.safe_load(file)[name]
#: file support/settings.py
import os
from dataclasses import dataclass, field


@dataclass
class Settings:
    base_url: str = field(default_factory=lambda: os.environ["BASE_URL"])
#: file support/texts/prompts.yaml
system: You help customers.
