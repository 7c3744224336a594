"""Databricks' own SDK for Python: reads an endpoint, or makes one. Prints it as one line of JSON."""

import json
import sys
from datetime import timedelta

from databricks.sdk import WorkspaceClient
from databricks.sdk.service.serving import (
    AiGatewayConfig,
    AiGatewayInferenceTableConfig,
    EmailNotifications,
    EndpointCoreConfigInput,
    EndpointTag,
    ServedEntityInput,
)

what, name, *rest = sys.argv[1:]
w = WorkspaceClient()

if what == "make":
    model, version = rest
    entity = ServedEntityInput(
        entity_name=model,
        entity_version=version,
        workload_size="Small",
        scale_to_zero_enabled=False,
        environment_vars={"GREETING": "hello"},
    )
    table = AiGatewayInferenceTableConfig(
        catalog_name="main", schema_name="agents", table_name_prefix="made", enabled=True
    )
    w.serving_endpoints.create_and_wait(
        name=name,
        config=EndpointCoreConfigInput(name=name, served_entities=[entity]),
        tags=[EndpointTag(key="by", value="sdk")],
        ai_gateway=AiGatewayConfig(inference_table_config=table),
        email_notifications=EmailNotifications(on_update_failure=["a@example.com"]),
        timeout=timedelta(minutes=5),
    )

found = w.serving_endpoints.get(name)
permissions = w.serving_endpoints.get_permissions(found.id)
print(
    json.dumps(
        {
            "endpoint": found.as_dict(),
            "permissions": {
                entry.user_name or entry.group_name or entry.service_principal_name: [
                    each.permission_level.value for each in entry.all_permissions if not each.inherited
                ]
                for entry in permissions.access_control_list
            },
        }
    )
)
