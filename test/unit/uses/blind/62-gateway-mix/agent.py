import os
from abc import ABC, abstractmethod

import litellm
import mlflow
import requests
from mlflow.pyfunc import PythonModel
from pyspark.sql import SparkSession


class Provider(ABC):
    def __init__(self, name: str):
        self.name = name

    @abstractmethod
    def ask(self, text: str) -> str: ...


class Endpoint(Provider):
    @property
    def url(self) -> str:
        return "{}/serving-endpoints/{}/invocations".format(os.environ["DATABRICKS_HOST"], self.name)

    def ask(self, text: str) -> str:
        return requests.post(self.url, json={"prompt": text}, timeout=60).json()["choices"][0]["text"]


class Other(Provider):
    def ask(self, text: str) -> str:
        return litellm.completion(model=self.name, messages=[{"role": "user", "content": text}]).choices[0].message.content


PROVIDERS = {"endpoint": Endpoint, "other": Other}
CHAIN = ["endpoint:press-writer", "other:gemini/gemini-2.0-flash", "endpoint:press-editor"]


def provider(spec: str) -> Provider:
    kind, _, name = spec.partition(":")
    return PROVIDERS[kind](name)


def export():
    SparkSession.builder.getOrCreate().sql("SELECT * FROM press.raw.articles")


class Press(PythonModel):
    steps = [provider(s) for s in CHAIN]

    def predict(self, context, model_input, params=None):
        text = model_input["text"][0]
        for step in self.steps:
            text = step.ask(text)
        return text


mlflow.models.set_model(Press())
