"""Real MLflow with Unity Catalog's own dialect (`MLFLOW_ENABLE_UC_NATIVE_MODEL_REGISTRY`). Prints what it saw as JSON.

Argument: the id of a logged model.
"""

import json
import os
import sys

os.environ["MLFLOW_ENABLE_UC_NATIVE_MODEL_REGISTRY"] = "true"

import mlflow
from mlflow import MlflowClient

NAME = "main.agents.native"
client = MlflowClient()
seen = {}
client.create_registered_model(NAME, tags={"team": "support"}, description="d", deployment_job_id="12")
version = mlflow.register_model(f"models:/{sys.argv[1]}", NAME, tags={"commit": "abc"})
seen["version"] = [version.version, version.status, version.source]
client.set_registered_model_alias(NAME, "champion", version.version)
client.set_registered_model_tag(NAME, "more", "m")
client.delete_registered_model_tag(NAME, "team")
client.set_model_version_tag(NAME, version.version, "more", "v")
client.delete_model_version_tag(NAME, version.version, "commit")
model = client.get_registered_model(NAME)
seen["model"] = [model.description, model.tags, model.aliases, model.deployment_job_id]
champion = client.get_model_version_by_alias(NAME, "champion")
seen["champion"] = [champion.version, champion.tags]
seen["search"] = [v.version for v in client.search_model_versions(f"name='{NAME}'")]
request = {"input": [{"role": "user", "content": "x"}], "custom_inputs": {"offline": True}}
seen["loaded"] = mlflow.pyfunc.load_model(f"models:/{NAME}@champion").predict(request)["output"][0]["content"][0]["text"]
client.delete_registered_model_alias(NAME, "champion")
client.delete_model_version(NAME, version.version)
client.delete_registered_model(NAME)
print(json.dumps(seen))
