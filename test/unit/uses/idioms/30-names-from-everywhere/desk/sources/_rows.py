from databricks.sdk import WorkspaceClient

from . import _secrets


def group_model(group: str) -> str | None:
    rows = WorkspaceClient().statement_execution.execute_statement(
        warehouse_id=_secrets.secret("warehouse"),
        statement="SELECT endpoint FROM admin.desk.group_models WHERE grp = :g",
        parameters=[{"name": "g", "value": group}],
    )
    match rows.result.data_array:
        case [[endpoint], *_]:
            return endpoint
        case _:
            return None
