"""Loads registered models with the real MLflow client, by version and by alias. Prints what they answer as JSON.

Arguments: one model URI each.
"""

import json
import sys

import mlflow
from mlflow import MlflowClient

request = {"input": [{"role": "user", "content": "hi"}]}
answers = {}
for uri in sys.argv[1:]:
    answers[uri] = mlflow.pyfunc.load_model(uri).predict(request)["output"][0]["content"][0]["text"]
client = MlflowClient()
tags = {}
for uri in sys.argv[1:]:
    name, at, alias = uri.removeprefix("models:/").partition("@")
    if at:
        tags[name] = dict(client.get_model_version_by_alias(name, alias).tags)
print(json.dumps({"answers": answers, "tags": tags}))
