#: requirements: mlflow-skinny==3.17.2, openai>=1
"""Does without what is not there."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import mlflow
from mlflow.pyfunc import ResponsesAgent

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

try:
    import tiktoken
except ImportError:
    tiktoken = None

try:
    import orjson as json
except ModuleNotFoundError:
    import json

try:
    import tomllib
except ImportError:
    import tomli as tomllib

with suppress(ImportError):
    import uvloop

    uvloop.install()


class Careful(ResponsesAgent):
    def predict(self, request):
        import httpx
        import requests
        from openai import OpenAI

        client = OpenAI(http_client=httpx.Client())
        size = len(tiktoken.get_encoding("o200k_base").encode("x")) if tiktoken else 0
        return {"output": [json.dumps({"size": size, "status": str(requests.get), "models": str(client.models)})]}


mlflow.models.set_model(Careful())
