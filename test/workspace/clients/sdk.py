"""Databricks' own SDK for Python against the workspace. Prints what it saw as one line of JSON."""

import json
import time
from datetime import timedelta

from databricks.sdk import WorkspaceClient
from databricks.sdk.errors import NotFound, ResourceConflict
from databricks.sdk.service.catalog import PermissionsChange, Privilege
from databricks.sdk.service.serving import (
    ChatMessage,
    ChatMessageRole,
    EndpointCoreConfigInput,
    EndpointTag,
    EmailNotifications,
    ServedEntityInput,
    ServingEndpointAccessControlRequest,
    ServingEndpointPermissionLevel,
)

NAME = "main.agents.support"
w = WorkspaceClient()
seen = {"me": w.current_user.me().user_name, "catalogs": [c.name for c in w.catalogs.list()]}
seen["schemas"] = [s.name for s in w.schemas.list("main")]

model = w.registered_models.get(NAME, include_aliases=True)
seen["model"] = [model.full_name, model.comment, [(a.alias_name, a.version_num) for a in model.aliases]]
seen["versions"] = sorted(v.version for v in w.model_versions.list(NAME))
version = w.model_versions.get_by_alias(NAME, "champion")
seen["by_alias"] = [version.version, version.status.value]
seen["alias"] = w.registered_models.set_alias(NAME, "previous", 1).version_num
w.registered_models.delete_alias(NAME, "previous")
w.registered_models.update(NAME, comment="changed")
seen["comment"] = w.registered_models.get(NAME).comment
w.grants.update("function", NAME, changes=[PermissionsChange(principal="users", add=[Privilege.EXECUTE])])
seen["grants"] = [
    [a.principal, [p.value for p in a.privileges]] for a in w.grants.get("function", NAME).privilege_assignments
]
made = w.registered_models.create(catalog_name="dev", schema_name="default", name="empty")
w.registered_models.delete(made.full_name)
try:
    w.registered_models.get(made.full_name)
except NotFound as error:
    seen["gone"] = error.error_code

entity = ServedEntityInput(entity_name=NAME, entity_version="1", workload_size="Small", scale_to_zero_enabled=False)
begun = time.time()
waiter = w.serving_endpoints.create(
    name="sdk-endpoint",
    config=EndpointCoreConfigInput(name="sdk-endpoint", served_entities=[entity]),
    tags=[EndpointTag(key="team", value="a")],
)
seen["first_state"] = [waiter.response.state.ready.value, waiter.response.state.config_update.value]
try:
    w.serving_endpoints.update_config("sdk-endpoint", served_entities=[entity])
except ResourceConflict as error:
    seen["conflict"] = error.error_code
endpoint = waiter.result(timeout=timedelta(seconds=90))
seen["seconds"] = time.time() - begun
seen["state"] = [endpoint.state.ready.value, endpoint.state.config_update.value]
seen["entity"] = [endpoint.config.served_entities[0].name, endpoint.config.served_entities[0].state.deployment.value]
seen["route"] = endpoint.config.traffic_config.routes[0].traffic_percentage
tags = w.serving_endpoints.patch("sdk-endpoint", add_tags=[EndpointTag("env", "x")], delete_tags=["team"])
seen["tags"] = [(t.key, t.value) for t in tags.tags]
w.serving_endpoints.update_notifications("sdk-endpoint", email_notifications=EmailNotifications(on_update_failure=["a@b"]))
seen["notifications"] = w.serving_endpoints.get("sdk-endpoint").email_notifications.on_update_failure
acl = [
    ServingEndpointAccessControlRequest(
        group_name="users", permission_level=ServingEndpointPermissionLevel.CAN_QUERY
    )
]
w.serving_endpoints.update_permissions(endpoint.id, access_control_list=acl)
permissions = w.serving_endpoints.get_permissions(endpoint.id)
seen["permissions"] = sorted(
    [a.group_name or a.user_name, a.all_permissions[0].permission_level.value] for a in permissions.access_control_list
)
seen["build_logs"] = w.serving_endpoints.build_logs("sdk-endpoint", "support-1").logs
seen["logs"] = isinstance(w.serving_endpoints.logs("sdk-endpoint", "support-1").logs, str)
answer = w.serving_endpoints.query(
    "databricks-claude-sonnet-4", messages=[ChatMessage(role=ChatMessageRole.USER, content="hello")]
)
seen["chat"] = answer.choices[0].message.content
seen["listed"] = sorted(e.name for e in w.serving_endpoints.list())
w.serving_endpoints.delete("sdk-endpoint")
try:
    w.serving_endpoints.get("sdk-endpoint")
except NotFound as error:
    seen["deleted"] = error.error_code
print(json.dumps(seen))
