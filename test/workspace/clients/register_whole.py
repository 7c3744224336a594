"""Registers an agent that cannot stream. Prints the version's number."""

import json
import sys

import mlflow

mlflow.set_experiment("/Users/test/whole")
info = mlflow.pyfunc.log_model(name="agent", python_model=sys.argv[1], pip_requirements=["mlflow"])
print(json.dumps(mlflow.register_model(info.model_uri, "main.agents.whole").version))
