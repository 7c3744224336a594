from __future__ import annotations

import dataclasses
import functools
import typing as t

from mlflow.deployments import get_deploy_client
from tenacity import retry, stop_after_attempt, wait_exponential

T = t.TypeVar("T")


@functools.cache
def _client():
    return get_deploy_client(target_uri="databricks")


@dataclasses.dataclass(frozen=True)
class Endpoint(t.Generic[T]):
    name: str
    parse: t.Callable[[dict], T] = lambda r: r  # type: ignore[assignment]

    @retry(stop=stop_after_attempt(3), wait=wait_exponential())
    def __call__(self, **inputs: t.Any) -> T:
        return self.parse(_client().predict(endpoint=self.name, inputs=inputs))

    def stream(self, **inputs: t.Any) -> t.Iterator[dict]:
        yield from _client().predict_stream(endpoint=self.name, inputs=inputs)


def first(key: str) -> t.Callable[[dict], t.Any]:
    return lambda r: r["predictions"][0][key]


FEATURES = Endpoint("risk-features-online", first("features"))
SCORE = Endpoint("risk-catboost", parse=first("score"))
CHALLENGER = Endpoint("risk-challenger", parse=first("score"))
EXPLAIN = Endpoint("databricks-llama-4-maverick", lambda r: r["choices"][0]["message"]["content"])
NARRATE = dataclasses.replace(EXPLAIN, name="databricks-gpt-oss-20b")
