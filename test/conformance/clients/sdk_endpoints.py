"""Databricks' SDK: serving endpoints through their life. Arguments: result file, a word that makes names unique."""

import json
import sys
from datetime import timedelta

from cases import Client, until
from databricks.sdk import WorkspaceClient
from databricks.sdk.service.serving import (
    AiGatewayUsageTrackingConfig,
    ChatMessage,
    ChatMessageRole,
    EmailNotifications,
    EndpointCoreConfigInput,
    EndpointTag,
    Route,
    ServedEntityInput,
    ServingEndpointAccessControlRequest,
    ServingEndpointPermissionLevel,
    TelemetryConfig,
    TrafficConfig,
    UnityCatalogTableNames,
)
from databricks.sdk.version import __version__
from models import register

word = sys.argv[2]
of = Client(f"databricks-sdk {__version__}: endpoints")
w = WorkspaceClient()
serving = w.serving_endpoints
name = word.replace("_", "-")
model = f"main.agents.{word}"
missing = "RESOURCE_DOES_NOT_EXIST"
limit = timedelta(minutes=4)
register(model, "one")
register(model, "two")


def entity(version, **more):
    return ServedEntityInput(
        entity_name=model,
        entity_version=str(version),
        name=f"v{version}",
        workload_size="Small",
        **{"scale_to_zero_enabled": False, **more},
    )


def state(endpoint):
    return [endpoint.state.ready.value, endpoint.state.config_update.value]


config = EndpointCoreConfigInput(name=name, served_entities=[entity(1)])
of.refused(
    "create of a version that is not there",
    lambda: serving.create(name, config=EndpointCoreConfigInput(name=name, served_entities=[entity(9)])),
    missing,
)
of.refused("create with a bad name", lambda: serving.create("a b", config=config), "INVALID_PARAMETER_VALUE")
waiter = of.call(
    "create",
    lambda: serving.create(name, config=config, tags=[EndpointTag("team", "a")], description="answers"),
    lambda wait: [wait.response.name, *state(wait.response)],
    [name, "NOT_READY", "IN_PROGRESS"],
)
of.refused("create twice", lambda: serving.create(name, config=config), "RESOURCE_ALREADY_EXISTS")
of.refused("update_config while updating", lambda: serving.update_config(name, served_entities=[entity(1)]), "RESOURCE_CONFLICT")
endpoint = of.call("the waiter of create", lambda: waiter.result(timeout=limit), state, ["READY", "NOT_UPDATING"])
of.call(
    "get",
    lambda: serving.get(name),
    lambda e: [
        e.description,
        e.creator,
        e.config.config_version,
        [[s.name, s.entity_version, s.state.deployment.value, s.workload_size] for s in e.config.served_entities],
        [[r.served_entity_name or r.served_model_name, r.traffic_percentage] for r in e.config.traffic_config.routes],
        e.pending_config is None,
    ],
    ["answers", "developer@localhost", 1, [["v1", "1", "DEPLOYMENT_READY", "Small"]], [["v1", 100]], True],
)
of.refused("get of none", lambda: serving.get("none"), missing)
of.call("list", lambda: [[e.name, *state(e)] for e in serving.list() if e.name == name], equals=[[name, "READY", "NOT_UPDATING"]])
of.call("query", lambda: serving.query(name, inputs=["x"]).predictions, equals=["one x"])
of.call("query of a table", lambda: serving.query(name, dataframe_split=None, inputs=["a", "b"]).predictions, equals=["one a", "one b"])
of.refused("query of none", lambda: serving.query("none", inputs=["x"]), missing)
both = TrafficConfig(routes=[Route(traffic_percentage=0, served_entity_name="v1"), Route(traffic_percentage=100, served_entity_name="v2")])
waiter = of.call(
    "update_config",
    lambda: serving.update_config(name, served_entities=[entity(1), entity(2)], traffic_config=both),
    lambda wait: [*state(wait.response), len(wait.response.pending_config.served_entities)],
    ["READY", "IN_PROGRESS", 2],
)
of.call("the waiter of update_config", lambda: waiter.result(timeout=limit), state, ["READY", "NOT_UPDATING"])
of.call(
    "get after it",
    lambda: serving.get(name).config,
    lambda c: [c.config_version, [[r.served_entity_name or r.served_model_name, r.traffic_percentage] for r in c.traffic_config.routes]],
    [2, [["v1", 0], ["v2", 100]]],
)
of.call("query by the new shares", lambda: serving.query(name, inputs=["x"]).predictions, equals=["two x"])
of.call(
    "update_config_and_wait to one",
    lambda: serving.update_config_and_wait(name, served_entities=[entity(2)], timeout=limit),
    lambda e: [s.name for s in e.config.served_entities],
    ["v2"],
)
of.refused(
    "update_config with shares of 90",
    lambda: serving.update_config(
        name, served_entities=[entity(2)], traffic_config=TrafficConfig(routes=[Route(traffic_percentage=90, served_entity_name="v2")])
    ),
    "INVALID_PARAMETER_VALUE",
)
of.call(
    "patch of tags",
    lambda: serving.patch(name, add_tags=[EndpointTag("env", "x")], delete_tags=["team"]).tags,
    lambda tags: [[t.key, t.value] for t in tags],
    [["env", "x"]],
)
of.call("get's tags", lambda: serving.get(name).tags, lambda tags: [[t.key, t.value] for t in tags], [["env", "x"]])
of.call(
    "update_notifications",
    lambda: serving.update_notifications(name, email_notifications=EmailNotifications(on_update_failure=["a@b.c"])),
    lambda answer: answer.email_notifications.on_update_failure,
    ["a@b.c"],
)
of.call(
    "get's notifications",
    lambda: serving.get(name).email_notifications,
    lambda found: [found.on_update_failure, found.on_update_success],
    [["a@b.c"], None],
)
of.call(
    "put_ai_gateway",
    lambda: serving.put_ai_gateway(name, usage_tracking_config=AiGatewayUsageTrackingConfig(enabled=True)),
    lambda answer: answer.usage_tracking_config.enabled,
    True,
)
of.call("get's AI gateway", lambda: serving.get(name).ai_gateway.usage_tracking_config.enabled, equals=True)
of.call(
    "get_open_api",
    lambda: json.loads(serving.get_open_api(name).contents.read()),
    lambda schema: [schema["openapi"], [path.startswith("/served-models/") for path in schema["paths"]]],
    ["3.1.0", [True]],
)
of.call(
    "patch_telemetry_config",
    lambda: serving.patch_telemetry_config(name, telemetry_config=TelemetryConfig(table_names=UnityCatalogTableNames(logs_table="main.default.logs"))),
    lambda e: e.name,
    name,
)

reader = ServingEndpointAccessControlRequest(group_name="users", permission_level=ServingEndpointPermissionLevel.CAN_QUERY)
viewer = ServingEndpointAccessControlRequest(group_name="users", permission_level=ServingEndpointPermissionLevel.CAN_VIEW)


def levels(permissions):
    return sorted(
        [a.group_name or a.user_name, a.all_permissions[0].permission_level.value, a.all_permissions[0].inherited or False]
        for a in permissions.access_control_list
    )


admins = ["admins", "CAN_MANAGE", True]
creator = ["developer@localhost", "CAN_MANAGE", False]
of.call("get_permissions", lambda: serving.get_permissions(endpoint.id), levels, [admins, creator])
of.call(
    "update_permissions",
    lambda: serving.update_permissions(endpoint.id, access_control_list=[reader]),
    levels,
    [admins, creator, ["users", "CAN_QUERY", False]],
)
of.call(
    "set_permissions",
    lambda: serving.set_permissions(endpoint.id, access_control_list=[viewer]),
    levels,
    [admins, ["users", "CAN_VIEW", False]],
)
of.call(
    "permissions.get",
    lambda: w.permissions.get("serving-endpoints", endpoint.id),
    levels,
    [admins, ["users", "CAN_VIEW", False]],
)
of.refused("get_permissions by its name", lambda: serving.get_permissions(name), missing)
of.call(
    "get_permission_levels",
    lambda: serving.get_permission_levels(endpoint.id).permission_levels,
    lambda found: sorted(p.permission_level.value for p in found),
    ["CAN_MANAGE", "CAN_QUERY", "CAN_VIEW"],
)
of.call("build_logs", lambda: "Requirements of the model" in serving.build_logs(name, "v2").logs, equals=True)
of.call("logs", lambda: isinstance(serving.logs(name, "v2").logs, str), equals=True)
of.refused("build_logs of no entity", lambda: serving.build_logs(name, "none"), missing)
of.call(
    "export_metrics",
    lambda: serving.export_metrics(name).contents.read().decode(),
    lambda text: [f'endpoint_name="{name}"' in text, "request_count_total" in text],
    [True, True],
)

chat = "databricks-claude-sonnet-4"
hello = [ChatMessage(role=ChatMessageRole.USER, content="hello")]
text = f'[local stand-in for {chat}] You asked: "hello" (5 characters).'
of.call(
    "query of a chat endpoint",
    lambda: serving.query(chat, messages=hello),
    lambda a: [a.choices[0].message.content, a.usage.total_tokens > 5, a.model],
    [text, True, chat],
)
of.call(
    "query of an embedding endpoint",
    lambda: serving.query("databricks-gte-large-en", input=["a", "b"]).data,
    lambda data: [len(data), len(data[0].embedding) == len(data[1].embedding)],
    [2, True],
)


def streamed():
    body = {"messages": [{"role": "user", "content": "hello"}], "stream": True}
    raw = w.api_client.do("POST", f"/serving-endpoints/{chat}/invocations", body=body, raw=True, headers={"Accept": "text/event-stream"})
    lines = raw["contents"].read().decode().strip().split("\n\n")
    return [lines[-1], "".join(json.loads(x[6:])["choices"][0]["delta"].get("content") or "" for x in lines[:-1])]


of.call("a stream through its HTTP client", streamed, equals=["data: [DONE]", text])

sleeper = f"{name}-sleeper"
of.call(
    "create_and_wait, scaled to zero",
    lambda: serving.create_and_wait(
        sleeper,
        config=EndpointCoreConfigInput(name=sleeper, served_entities=[entity(1, scale_to_zero_enabled=True)]),
        timeout=limit,
    ),
    lambda e: [*state(e), e.config.served_entities[0].scale_to_zero_enabled],
    ["READY", "NOT_UPDATING", True],
)
of.call("query that wakes it", lambda: serving.query(sleeper, inputs=["x"]).predictions, equals=["one x"])
broken = f"{name}-broken"
register(model, "three", pip_requirements=["mlflow", "no-such-package-of-this-name-0x1==1.0"])
failing = EndpointCoreConfigInput(name=broken, served_entities=[entity(3)])
serving.create(broken, config=failing)
of.call(
    "get of a deployment that fails",
    lambda: until(lambda: serving.get(broken), lambda e: e.state.config_update.value != "IN_PROGRESS", 240),
    lambda e: [*state(e), e.pending_config.served_entities[0].state.deployment.value],
    ["NOT_READY", "UPDATE_FAILED", "DEPLOYMENT_FAILED"],
)
of.call("its build_logs", lambda: "no-such-package-of-this-name-0x1" in serving.build_logs(broken, "v3").logs, equals=True)
for one in (sleeper, broken):
    serving.delete(one)
of.call("delete", lambda: serving.delete(name), equals=None)
of.refused("get of a deleted one", lambda: serving.get(name), missing)
of.refused("delete again", lambda: serving.delete(name), missing)
