from databricks.sdk import WorkspaceClient


class Traffic:
    """Ships in the harbor."""

    _TABLES = {"calls": "port.traffic.calls", "berths": "port.traffic.berths"}

    def __init__(self, warehouse_id: str):
        self._warehouse = warehouse_id
        self._client = WorkspaceClient()

    def read(self, what: str, limit: int = 20) -> list:
        answer = self._client.statement_execution.execute_statement(
            statement=f"SELECT * FROM {self._TABLES[what]} LIMIT {limit}",
            warehouse_id=self._warehouse,
        )
        return answer.result.data_array or []
