from databricks.sdk import WorkspaceClient

from skills import spec

SPEC = spec("orders", "Looks up an order", number="string")


def run(number: str) -> str:
    r = WorkspaceClient().statement_execution.execute_statement(
        warehouse_id="0dd0dd0dd0dd0dd0",
        statement="SELECT o.*, s.status FROM toys.sales.orders o NATURAL JOIN toys.sales.status s WHERE o.number = :n",
        parameters=[{"name": "n", "value": number}],
    )
    return str(r.result.data_array)
