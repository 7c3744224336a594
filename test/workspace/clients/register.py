"""Real MLflow, tracking and registering with Databricks' protocol. Prints what it saw as one line of JSON."""

import json
import pathlib
import sys
import tempfile

import mlflow
from mlflow import MlflowClient
from mlflow.exceptions import MlflowException
from mlflow.models.resources import DatabricksServingEndpoint

NAME = "main.agents.support"
seen = {}
client = MlflowClient()
experiment = mlflow.set_experiment("/Users/test/support")
seen["experiment"] = experiment.experiment_id
seen["location"] = experiment.artifact_location

with mlflow.start_run() as run:
    mlflow.log_param("p", "1")
    mlflow.log_metric("m", 0.5)
    mlflow.log_text("words", "notes/a.txt")
seen["run"] = client.get_run(run.info.run_id).data.metrics["m"]
seen["artifact"] = mlflow.artifacts.load_text(f"runs:/{run.info.run_id}/notes/a.txt")

source = pathlib.Path(sys.argv[1]).read_text()
folder = pathlib.Path(tempfile.mkdtemp())
policy = [DatabricksServingEndpoint("databricks-claude-sonnet-4")]


def log(text, requirements, **more):
    file = folder / "agent.py"
    file.write_text(text)
    return mlflow.pyfunc.log_model(name="agent", python_model=str(file), pip_requirements=requirements, **more)


first = log(source, ["mlflow", "openai"], resources=policy)
second = log(source.replace('VERSION = "one"', 'VERSION = "two"'), ["mlflow", "openai"], resources=policy)
broken = log(source, ["mlflow", "openai", "no-such-package-of-this-name-0x1==1.0"], resources=policy)
seen["model_id"] = first.model_id
seen["model_status"] = str(mlflow.get_logged_model(first.model_id).status)

for info in (first, second, broken):
    version = mlflow.register_model(info.model_uri, NAME)
seen["statuses"] = [client.get_model_version(NAME, str(n)).status for n in (1, 2, 3)]
client.set_registered_model_alias(NAME, "champion", "2")
client.set_model_version_tag(NAME, "2", "commit", "abc")
client.set_registered_model_tag(NAME, "team", "support")
client.update_registered_model(NAME, description="answers")
client.update_model_version(NAME, "2", description="second")
champion = client.get_model_version_by_alias(NAME, "champion")
seen["champion"] = [champion.version, champion.tags, champion.description, champion.model_id == second.model_id]
found = client.get_registered_model(NAME)
seen["found"] = [found.description, found.tags, found.aliases]
seen["search"] = sorted(int(v.version) for v in client.search_model_versions(f"name='{NAME}'"))
seen["models"] = [m.name for m in client.search_registered_models()]
request = {"input": [{"role": "user", "content": "x"}], "custom_inputs": {"offline": True}}
for key, uri in {"by_version": f"models:/{NAME}/1", "by_alias": f"models:/{NAME}@champion"}.items():
    seen[key] = mlflow.pyfunc.load_model(uri).predict(request)["output"][0]["content"][0]["text"]

# A trace of our own, written and searched.
with mlflow.start_span("by hand") as span:
    span.set_inputs({"a": 1})
mlflow.flush_trace_async_logging()
traces = mlflow.search_traces(locations=[experiment.experiment_id], return_type="list")
seen["trace"] = [t.data.spans[0].name for t in traces if t.info.trace_id == span.trace_id]

refusals = {}
for key, action in {
    "schema": lambda: client.create_registered_model("main.nowhere.x"),
    "catalog": lambda: client.create_registered_model("nowhere.agents.x"),
    "again": lambda: client.create_registered_model(NAME),
    "not_empty": lambda: client.delete_registered_model(NAME),
    "missing": lambda: client.get_registered_model("main.agents.missing"),
    "experiment": lambda: client.create_experiment("not-a-path"),
}.items():
    try:
        action()
        refusals[key] = "done"
    except MlflowException as error:
        refusals[key] = error.error_code
seen["refusals"] = refusals
print(json.dumps(seen))
