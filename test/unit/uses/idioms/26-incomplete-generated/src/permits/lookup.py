from databricks.sdk import WorkspaceClient

STATUS = "SELECT status FROM `city-data`.permits.`all` WHERE number = :n"


def status(number: str, *, warehouse_id: str = "1a2b3c4d5e6f7081") -> str:
    """Status of a permit."""
    response = WorkspaceClient().statement_execution.execute_statement(
        STATUS, warehouse_id, parameters=[{"name": "n", "value": number}]
    )
    return response.result.data_array[0][0]
