import json
import os
from pathlib import Path

from databricks.sdk import WorkspaceClient

SETTINGS_FILE = Path("/Volumes/ops/agents/settings/tenant_bot.json")


def from_volume(key: str) -> str:
    return json.loads(SETTINGS_FILE.read_text())[key]


def tenants(workspace: WorkspaceClient) -> dict[str, tuple[str, str]]:
    rows = workspace.statement_execution.execute_statement(
        warehouse_id=os.environ["DATABRICKS_WAREHOUSE_ID"],
        statement="SELECT tenant, space_id, index_name FROM ops.agents.tenants",
    ).result.data_array
    return {tenant: (space, index) for tenant, space, index in rows or []}
