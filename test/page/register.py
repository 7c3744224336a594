"""Logs and registers the agent of the page's tests with real MLflow, as two versions. Prints the experiment's id."""

import json
import pathlib

import mlflow
from mlflow import MlflowClient
from mlflow.models.auth_policy import AuthPolicy, SystemAuthPolicy, UserAuthPolicy
from mlflow.models.resources import DatabricksServingEndpoint
from mlflow.models.signature import ModelSignature
from mlflow.types.schema import Array, ColSpec, DataType, Object, Property, Schema

NAME = "main.agents.support"
HOSTILE = "<img src=x onerror=document.title='hacked'><script>document.title='hacked'</script>"
client = MlflowClient()
experiment = mlflow.set_experiment("/Users/test/page").experiment_id
policy = AuthPolicy(
    system_auth_policy=SystemAuthPolicy(resources=[DatabricksServingEndpoint("databricks-claude-sonnet-4")]),
    user_auth_policy=UserAuthPolicy(api_scopes=["dashboards.genie", "serving.serving-endpoints"]),
)
info = mlflow.pyfunc.log_model(
    name="agent",
    python_model=str(pathlib.Path(__file__).with_name("agent.py")),
    pip_requirements=["mlflow", "openai"],
    auth_policy=policy,
)
# What tells the versions apart is the endpoint's environment: logging once is quicker than twice.
for digest in ("1" * 64, "2" * 64):
    mlflow.register_model(info.model_uri, NAME, tags={"mlflow_agents_digest": digest})
client.set_registered_model_alias(NAME, "champion", "1")
client.update_registered_model(NAME, description=HOSTILE)
client.set_registered_model_tag(NAME, "note", HOSTILE)
plain = mlflow.pyfunc.log_model(
    name="plain",
    python_model=str(pathlib.Path(__file__).with_name("plain.py")),
    pip_requirements=["mlflow"],
    signature=ModelSignature(
        inputs=Schema(
            [
                ColSpec(DataType.string, "query"),
                ColSpec(
                    Array(Object([Property("role", DataType.string), Property("content", DataType.string)])),
                    "history",
                    required=False,
                ),
            ]
        ),
        outputs=Schema([ColSpec(DataType.string, "content")]),
    ),
)
mlflow.register_model(plain.model_uri, "main.agents.plain")
print(json.dumps({"experiment": experiment}))
