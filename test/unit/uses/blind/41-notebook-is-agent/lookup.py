from databricks.sdk import WorkspaceClient

w = WorkspaceClient()


def lookup(plate: str) -> str:
    """A vehicle by its plate."""
    rows = w.statement_execution.execute_statement(
        warehouse_id="41b041b041b041b0",
        statement="""
            -- FROM fleet.raw.vehicles
            SELECT v.*, m.name FROM fleet.core.vehicles v
            LEFT JOIN `fleet`.`core`.`models` m ON m.id = v.model_id
            WHERE plate = :plate""",
        parameters=[{"name": "plate", "value": plate}],
    )
    return str(rows.result)


def drop_all() -> None:
    w.statement_execution.execute_statement(warehouse_id="41b041b041b041b0", statement="DELETE FROM fleet.core.trips")
