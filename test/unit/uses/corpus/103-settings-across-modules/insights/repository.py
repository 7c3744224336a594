import time

from databricks.sdk import WorkspaceClient
from databricks.sdk.service.sql import StatementParameterListItem, StatementState


class CustomerRepository:
    """All SQL is here."""

    def __init__(self, workspace: WorkspaceClient, warehouse: str, schema: str):
        self.workspace = workspace
        self.warehouse = warehouse
        self.schema = schema

    def _query(self, statement: str, **parameters: object) -> list[list[str]]:
        response = self.workspace.statement_execution.execute_statement(
            warehouse_id=self.warehouse,
            statement=statement,
            parameters=[StatementParameterListItem(name=k, value=str(v)) for k, v in parameters.items()],
            wait_timeout="10s",
        )
        while response.status.state in (StatementState.PENDING, StatementState.RUNNING):
            time.sleep(1)
            response = self.workspace.statement_execution.get_statement(response.statement_id)
        return response.result.data_array or []

    def profile(self, customer: str) -> list[list[str]]:
        return self._query(
            f"SELECT name, segment, {self.schema}.lifetime_value(id) FROM {self.schema}.customers WHERE id = :id",
            id=customer,
        )

    def orders(self, customer: str, days: int = 90) -> list[list[str]]:
        return self._query(
            f"""
            SELECT date_trunc('month', placed_at) AS month, sum(total)
            FROM {self.schema}.orders
            WHERE customer_id = :id AND placed_at > current_date() - make_interval(0, 0, 0, :days)
            GROUP BY ALL
            """,
            id=customer,
            days=days,
        )

    def complaints(self, customer: str) -> list[list[str]]:
        """Not shown yet: the table is rebuilt."""
        return self._query(f"SELECT text FROM {self.schema}.complaints WHERE customer_id = :id", id=customer)
