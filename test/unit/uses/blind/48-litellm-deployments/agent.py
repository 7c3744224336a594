import asyncio
import os
from typing import Any

import litellm
import mlflow
import mlflow.deployments
from litellm import Router, acompletion, embedding
from mlflow.deployments import get_deploy_client
from mlflow.pyfunc import PythonModel

litellm.drop_params = True
PREFIX = "databricks/"
FALLBACK = os.environ.get("FALLBACK_MODEL", f"{PREFIX}databricks-llama-4-maverick")
COMMON: dict[str, Any] = {"temperature": 0.2, "api_base": os.environ.get("DATABRICKS_API_BASE")}
router = Router(
    model_list=[
        {"model_name": "fast", "litellm_params": {"model": "databricks/databricks-gpt-5-mini", **COMMON}},
        {"model_name": "fast", "litellm_params": {"model": "anthropic/claude-3-5-haiku-latest"}},
        {"model_name": "deep", "litellm_params": {"model": "databricks/databricks-claude-opus-4-5"}},
    ],
    fallbacks=[{"fast": ["deep"]}],
)
deploy = get_deploy_client("databricks")
local = get_deploy_client("http://127.0.0.1:5000")


def answer(messages: list[dict], model: str = PREFIX + "databricks-claude-sonnet-4") -> str:
    try:
        return litellm.completion(model=model, messages=messages, **COMMON).choices[0].message.content
    except litellm.RateLimitError:
        return answer(messages, FALLBACK)


async def both(text: str):
    a = acompletion(model="databricks/news-style", messages=[{"role": "user", "content": text}])
    b = router.acompletion(model="fast", messages=[{"role": "user", "content": text}])
    return await asyncio.gather(a, b)


def outside(text: str):
    return litellm.completion(model="gpt-4o", messages=[{"role": "user", "content": text}])


class News(PythonModel):
    def predict(self, context, model_input, params=None):
        text = model_input["text"][0]
        vector = embedding(model="databricks/databricks-bge-large-en", input=[text]).data[0]
        label = deploy.predict(endpoint="news-topics", inputs={"dataframe_records": [{"v": vector}]})
        chunks = deploy.predict_stream("news-writer", inputs={"messages": [{"role": "user", "content": text}]})
        local.predict(endpoint="my-local", inputs={})
        draft = "".join(c["choices"][0]["delta"].get("content", "") for c in chunks)
        styled = asyncio.run(both(draft))
        return [answer([{"role": "user", "content": f"{label} {styled}"}]), outside(draft)]


mlflow.models.set_model(News())
