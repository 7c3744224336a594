import os

from databricks.sdk import WorkspaceClient

from .registry import register

WAREHOUSE = os.environ.get("FLEET_WAREHOUSE", "f1ee7f1ee7f1ee70")


def _rows(statement: str, **values) -> list[list[str]]:
    response = WorkspaceClient().statement_execution.execute_statement(
        statement,
        WAREHOUSE,
        parameters=[{"name": k, "value": v} for k, v in values.items()],
        wait_timeout="30s",
    )
    return response.result.data_array


@register()
def last_trips(driver: str) -> list:
    """The last trips of a driver."""
    return _rows("SELECT * FROM fleet.ops.trips WHERE driver = :d ORDER BY started DESC LIMIT 20", d=driver)


@register(name="fuel")
def fuel_use(vin: str) -> list:
    """Litres per 100 km."""
    return _rows(
        "SELECT t.vin, fleet.ops.litres_per_100(t.litres, t.km) AS use "
        "FROM fleet.ops.refuelling AS t WHERE t.vin = :v",
        v=vin,
    )
