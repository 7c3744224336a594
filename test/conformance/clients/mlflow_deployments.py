"""MLflow's own deployments client, target `databricks`. Arguments: result file, a word that makes names unique."""

import sys

import mlflow
from cases import Client, until
from mlflow.deployments import get_deploy_client
from models import register

word = sys.argv[2]
of = Client(f"mlflow.deployments {mlflow.__version__}")
client = get_deploy_client("databricks")
model = f"main.agents.{word}"
endpoint = word.replace("_", "-")


def served(number):
    entity = {"entity_name": model, "entity_version": str(number), "workload_size": "Small"}
    return {"name": f"v{number}", "scale_to_zero_enabled": False, **entity}


def settled():
    return until(lambda: client.get_endpoint(endpoint), lambda e: e["state"]["config_update"] != "IN_PROGRESS", 240)


chat = "databricks-claude-sonnet-4"
messages = [{"role": "user", "content": "hello"}]
stand_in = f'[local stand-in for {chat}] You asked: "hello" (5 characters).'
of.call(
    "predict of a chat endpoint",
    lambda: client.predict(endpoint=chat, inputs={"messages": messages}),
    lambda answer: [answer["object"], answer["choices"][0]["message"]["content"]],
    ["chat.completion", stand_in],
)
of.call(
    "predict_stream of a chat endpoint",
    lambda: list(client.predict_stream(endpoint=chat, inputs={"messages": messages})),
    lambda chunks: "".join(c["choices"][0]["delta"].get("content") or "" for c in chunks),
    stand_in,
)
of.call(
    "predict of an embedding endpoint",
    lambda: client.predict(endpoint="databricks-gte-large-en", inputs={"input": ["a", "b"]}),
    lambda answer: [len(answer["data"]), len(answer["data"][0]["embedding"]) > 100],
    [2, True],
)
of.call("get_endpoint of a chat endpoint", lambda: client.get_endpoint(chat)["task"], equals="llm/v1/chat")
of.call("list_endpoints", lambda: chat in [e["name"] for e in client.list_endpoints()], equals=True)

register(model, "one")
register(model, "two")
of.call(
    "create_endpoint",
    lambda: client.create_endpoint(
        name=endpoint,
        config={
            "config": {
                "served_entities": [served(1)],
                "traffic_config": {"routes": [{"served_model_name": "v1", "traffic_percentage": 100}]},
            },
            "tags": [{"key": "team", "value": "a"}],
        },
    ),
    lambda e: [e["name"], e["state"]["ready"], e["state"]["config_update"]],
    [endpoint, "NOT_READY", "IN_PROGRESS"],
)
of.call(
    "get_endpoint until it serves",
    settled,
    lambda e: [e["state"]["ready"], e["state"]["config_update"], e["config"]["served_entities"][0]["state"]["deployment"]],
    ["READY", "NOT_UPDATING", "DEPLOYMENT_READY"],
)
of.call(
    "predict",
    lambda: client.predict(endpoint=endpoint, inputs={"inputs": ["x"]})["predictions"],
    equals=["one x"],
)
of.call(
    "update_endpoint_config",
    lambda: client.update_endpoint_config(
        endpoint,
        {
            "served_entities": [served(1), served(2)],
            "traffic_config": {
                "routes": [
                    {"served_model_name": "v1", "traffic_percentage": 0},
                    {"served_model_name": "v2", "traffic_percentage": 100},
                ]
            },
        },
    ),
    lambda e: [len(e["pending_config"]["served_entities"]), e["config"]["served_entities"][0]["name"]],
    [2, "v1"],
)
of.call(
    "get_endpoint after it",
    settled,
    lambda e: [e["config"]["config_version"], e["state"]["config_update"], "pending_config" in e],
    [2, "NOT_UPDATING", False],
)
of.call(
    "predict by the new shares",
    lambda: client.predict(endpoint=endpoint, inputs={"inputs": ["x"]})["predictions"],
    equals=["two x"],
)
of.call(
    "update_endpoint_tags",
    lambda: client.update_endpoint_tags(
        endpoint, {"add_tags": [{"key": "env", "value": "dev"}], "delete_tags": ["team"]}
    ),
    lambda answer: answer["tags"],
    [{"key": "env", "value": "dev"}],
)
of.call("get_endpoint's tags", lambda: client.get_endpoint(endpoint)["tags"], equals=[{"key": "env", "value": "dev"}])
if hasattr(client, "update_endpoint_ai_gateway"):
    gateway = {"usage_tracking_config": {"enabled": True}}
    of.call(
        "update_endpoint_ai_gateway",
        lambda: client.update_endpoint_ai_gateway(endpoint, gateway)["usage_tracking_config"],
        equals={"enabled": True},
    )
    of.call(
        "get_endpoint's AI gateway",
        lambda: client.get_endpoint(endpoint)["ai_gateway"]["usage_tracking_config"],
        equals={"enabled": True},
    )


def status(work):
    def refused():
        try:
            return work()
        except Exception as error:
            # A `Response` of `requests` with an error status is false.
            return str(error.response.status_code)

    return refused


nothing = {"inputs": ["x"]}
of.call("predict of none", status(lambda: client.predict(endpoint=f"{endpoint}-none", inputs=nothing)), equals="404")
of.call("create_endpoint twice", status(lambda: client.create_endpoint(config={"name": endpoint})), equals="400")
of.call("predict with what the model does not read", status(lambda: client.predict(endpoint=endpoint, inputs={"x": 1})), equals="400")
of.call("delete_endpoint", lambda: client.delete_endpoint(endpoint), equals={})
of.call("get_endpoint of a deleted one", status(lambda: client.get_endpoint(endpoint)), equals="404")
