from agents import function_tool
from databricks.sdk import WorkspaceClient

WAREHOUSE_ID = "de5cde5cde5cde5c"


@function_tool
def seat_of(person: str) -> str:
    """Where somebody sits. Reads desk.plan.seats; never desk.plan.salaries."""
    rows = WorkspaceClient().statement_execution.execute_statement(
        warehouse_id=WAREHOUSE_ID,
        statement="SELECT floor, seat FROM desk.plan.seats WHERE person ILIKE :person",
        parameters=[{"name": "person", "value": f"%{person}%"}],
    )
    return str(rows.result.data_array)


@function_tool
def visitors_today() -> str:
    """Visitors of today."""
    rows = WorkspaceClient().statement_execution.execute_statement(
        warehouse_id=WAREHOUSE_ID, statement="SELECT name, host FROM desk.plan.visitors WHERE day = current_date()"
    )
    return str(rows.result.data_array)


@function_tool
def cancel_visit(name: str) -> str:
    """Not handed to any agent yet."""
    WorkspaceClient().statement_execution.execute_statement(
        warehouse_id="0ffb0ffb0ffb0ffb", statement="DELETE FROM desk.plan.visits_log WHERE name = :name"
    )
    return "cancelled"
