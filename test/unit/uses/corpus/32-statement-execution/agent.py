from datetime import datetime, timezone

import mlflow
from databricks.sdk import WorkspaceClient
from databricks.sdk.service.sql import Disposition, StatementParameterListItem, StatementState
from databricks_langchain import ChatDatabricks
from langchain_core.tools import tool
from langgraph.prebuilt import create_react_agent

w = WorkspaceClient()
WAREHOUSE_ID = "d00dfeed12345678"


def rows(response) -> list:
    if response.status.state is not StatementState.SUCCEEDED:
        raise RuntimeError(response.status.error.message)
    return response.result.data_array or []


@tool
def find_flights(origin: str, destination: str) -> list:
    """Finds flights between two airports."""
    response = w.statement_execution.execute_statement(
        warehouse_id=WAREHOUSE_ID,
        catalog="travel",
        schema="air",
        statement="""
            SELECT f.number, f.departs, k.name
            FROM flights f, carriers k
            WHERE f.carrier = k.code AND f.origin = :origin AND f.destination = :destination
        """,
        parameters=[
            StatementParameterListItem(name="origin", value=origin),
            StatementParameterListItem(name="destination", value=destination),
        ],
        disposition=Disposition.INLINE,
    )
    return rows(response)


@tool
def remember(text: str) -> str:
    """Notes something for later."""
    insert = "INSERT INTO travel.agent.notes (at, text) VALUES (:at, :text)"
    rows(
        w.statement_execution.execute_statement(
            insert,
            WAREHOUSE_ID,
            parameters=[
                StatementParameterListItem(name="at", value=datetime.now(timezone.utc).isoformat()),
                StatementParameterListItem(name="text", value=text),
            ],
        )
    )
    return "noted"


llm = ChatDatabricks(model="databricks-claude-sonnet-4")
mlflow.models.set_model(create_react_agent(llm, [find_flights, remember]))
