"""Fills a running workspace with an example, through its public clients alone. What is there already is left as it is.

Prints a line for each thing it makes.
"""

import datetime
import json
import logging
import os
import pathlib
import sys
import urllib.request
import warnings

# This folder belongs to a package and may be read-only: no compiled files in it.
sys.dont_write_bytecode = True
warnings.filterwarnings("ignore")

import mlflow  # noqa: E402
from databricks.sdk import WorkspaceClient  # noqa: E402
from databricks.sdk.errors import NotFound  # noqa: E402
from databricks.sdk.service import serving  # noqa: E402
from mlflow import MlflowClient  # noqa: E402
from mlflow.exceptions import MlflowException  # noqa: E402
from mlflow.models import resources  # noqa: E402

logging.getLogger("mlflow").setLevel(logging.ERROR)

MODEL = "main.agents.example"
ENDPOINT = "example-agent"
EXPERIMENT = "/Shared/example-agent"
MANNERS = ["Answer in one sentence.", "Answer in one friendly sentence."]
QUESTIONS = [
    "How can I return goods for a refund?",
    "Which payment methods do you take?",
    "How do I change my password?",
    "Do you deliver to other countries?",
]
w = WorkspaceClient()
client = MlflowClient()


def parts():
    """The first chat endpoint and the first vector index of the workspace, with the column that is searched."""
    chat = next(e.name for e in w.serving_endpoints.list() if e.task == "llm/v1/chat")
    for place in w.vector_search_endpoints.list_endpoints():
        for index in w.vector_search_indexes.list_indexes(place.name):
            described = w.vector_search_indexes.get_index(index.name)
            column = described.delta_sync_index_spec.embedding_source_columns[0].name
            return {"endpoint": chat, "index": index.name, "column": column}
    return {"endpoint": chat, "index": "", "column": ""}


def versions():
    try:
        client.get_registered_model(MODEL)
    except MlflowException:
        client.create_registered_model(MODEL, {"example": "true"}, "An example: answers from documents.")
        print(f"model {MODEL}")
    experiment = mlflow.set_experiment(EXPERIMENT)
    found = {client.get_model_version(MODEL, v.version).tags.get("seed") for v in client.search_model_versions(f"name='{MODEL}'")}
    config = parts()
    uses = [resources.DatabricksServingEndpoint(config["endpoint"])]
    if config["index"]:
        uses.append(resources.DatabricksVectorSearchIndex(config["index"]))
    for number, manner in enumerate(MANNERS, 1):
        if str(number) in found:
            continue
        with mlflow.start_run(run_name=f"example {number}"):
            mlflow.log_param("manner", manner)
            info = mlflow.pyfunc.log_model(
                name="example",
                python_model=str(pathlib.Path(__file__).with_name("seed_agent.py")),
                model_config={**config, "manner": manner},
                resources=uses,
                pip_requirements=["mlflow", "openai", "databricks-sdk"],
            )
        version = mlflow.register_model(info.model_uri, MODEL, tags={"seed": str(number)})
        client.update_model_version(MODEL, version.version, manner)
        print(f"version {version.version} of {MODEL}")
    return experiment.experiment_id


def aliases():
    by_seed = {}
    for row in client.search_model_versions(f"name='{MODEL}'"):
        by_seed[client.get_model_version(MODEL, row.version).tags.get("seed")] = row.version
    there = client.get_registered_model(MODEL).aliases
    for alias, seed in {"previous": "1", "champion": "2"}.items():
        if alias not in there:
            client.set_registered_model_alias(MODEL, alias, by_seed[seed])
            print(f"alias {alias}: version {by_seed[seed]}")
    return by_seed["1"], by_seed["2"]


def endpoint(experiment, first, second):
    try:
        return w.serving_endpoints.get(ENDPOINT)
    except NotFound:
        pass
    variables = {"ENABLE_MLFLOW_TRACING": "true", "MLFLOW_EXPERIMENT_ID": experiment}
    entities = [
        serving.ServedEntityInput(
            name=f"example-{version}",
            entity_name=MODEL,
            entity_version=str(version),
            workload_size="Small",
            scale_to_zero_enabled=True,
            environment_vars=variables,
        )
        for version in (first, second)
    ]
    shares = zip(entities, (20, 80), strict=True)
    routes = [serving.Route(traffic_percentage=share, served_entity_name=entity.name) for entity, share in shares]
    config = serving.EndpointCoreConfigInput(
        name=ENDPOINT, served_entities=entities, traffic_config=serving.TrafficConfig(routes=routes)
    )
    table = serving.AiGatewayInferenceTableConfig(
        enabled=True, catalog_name="main", schema_name="agents", table_name_prefix="example"
    )
    made = w.serving_endpoints.create_and_wait(
        ENDPOINT,
        config=config,
        description="The example's endpoint.",
        tags=[serving.EndpointTag("example", "true")],
        ai_gateway=serving.AiGatewayConfig(inference_table_config=table),
        timeout=datetime.timedelta(minutes=15),
    )
    print(f"endpoint {ENDPOINT}: 20 % to version {first}, 80 % to version {second}")
    return made


def questions():
    if any(asked(f"/_local/inference/{ENDPOINT}", None)["rows"]):
        return
    for number, question in enumerate(QUESTIONS):
        body = {"input": [{"role": "user", "content": question}], "stream": number == 1}
        asked(f"/serving-endpoints/{ENDPOINT}/invocations", body)
    print(f"{len(QUESTIONS)} questions, with their traces")


def asked(path, body):
    headers = {"authorization": f"Bearer {os.environ['DATABRICKS_TOKEN']}", "content-type": "application/json"}
    data = None if body is None else json.dumps(body).encode()
    url = os.environ["DATABRICKS_HOST"] + path
    with urllib.request.urlopen(urllib.request.Request(url, data, headers), timeout=300) as answer:
        text = answer.read().decode()
    return {} if text.startswith("data:") else json.loads(text)


experiment = versions()
endpoint(experiment, *aliases())
questions()
