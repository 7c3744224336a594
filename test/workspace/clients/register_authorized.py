"""Registers an agent twice: version 1 with user authorization, version 2 without. Prints the versions' numbers."""

import json
import sys

import mlflow
from mlflow.models.auth_policy import AuthPolicy, SystemAuthPolicy, UserAuthPolicy
from mlflow.models.resources import DatabricksServingEndpoint

mlflow.set_experiment("/Users/test/authorized")
chat = DatabricksServingEndpoint("databricks-claude-sonnet-4")
other = DatabricksServingEndpoint("databricks-meta-llama-3-3-70b-instruct", on_behalf_of_user=True)
policy = AuthPolicy(
    system_auth_policy=SystemAuthPolicy(resources=[chat, other]),
    user_auth_policy=UserAuthPolicy(api_scopes=["iam.current-user:read", "serving.serving-endpoints"]),
)
versions = []
for more in ({"auth_policy": policy}, {"resources": [chat]}):
    info = mlflow.pyfunc.log_model(name="agent", python_model=sys.argv[1], pip_requirements=["mlflow", "databricks-sdk"], **more)
    versions.append(mlflow.register_model(info.model_uri, "main.agents.authorized").version)
print(json.dumps(versions))
