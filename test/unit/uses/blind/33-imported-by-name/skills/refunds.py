from databricks.sdk import WorkspaceClient

from skills import spec

SPEC = spec("refunds", "Pays back", number="string")


def run(number: str) -> str:
    return str(WorkspaceClient().serving_endpoints.query(name="refund-agent", prompt=number))
