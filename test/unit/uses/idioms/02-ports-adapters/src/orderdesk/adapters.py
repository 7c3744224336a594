from __future__ import annotations

from typing import Sequence

from databricks.sdk import WorkspaceClient
from databricks.sdk.service.sql import StatementParameterListItem
from databricks.vector_search.client import VectorSearchClient
from databricks_openai import DatabricksOpenAI

from orderdesk.ports import Finder, Order, Passage, Repository, Writer


class InMemoryOrders(Repository[str, Order]):
    """For the tests."""

    def __init__(self) -> None:
        self._rows = {"1": Order("1", "open")}
        self._shadow = WorkspaceClient().serving_endpoints.query(name="orders-shadow", inputs=["1"])

    def get(self, key: str) -> Order | None:
        return self._rows.get(key)


class WarehouseOrders(Repository[str, Order]):
    _SQL = "SELECT order_id, state FROM {table} WHERE order_id = :id LIMIT 1"

    def __init__(self, workspace: WorkspaceClient, warehouse: str, table: str) -> None:
        self._statements = workspace.statement_execution
        self._warehouse = warehouse
        self._sql = self._SQL.format(table=table)

    def get(self, key: str) -> Order | None:
        response = self._statements.execute_statement(
            self._sql,
            self._warehouse,
            parameters=[StatementParameterListItem(name="id", value=key)],
        )
        rows = (response.result and response.result.data_array) or []
        return Order(*rows[0]) if rows else None


class IndexFinder(Finder[Passage]):
    def __init__(self, search: VectorSearchClient, index: str) -> None:
        self._search = search
        self._index = index

    def find(self, query: str, limit: int = 5) -> Sequence[Passage]:
        index = self._search.get_index(endpoint_name="shared-vs", index_name=self._index)
        hits = index.similarity_search(query_text=query, columns=["text"], num_results=limit)
        return [Passage(text, score) for text, score in hits["result"]["data_array"]]


class EndpointWriter(Writer):
    def __init__(self, client: DatabricksOpenAI, *, endpoint: str) -> None:
        self.client, self.endpoint = client, endpoint

    def write(self, system: str, user: str) -> str:
        completion = self.client.chat.completions.create(
            model=self.endpoint,
            messages=[{"role": "system", "content": system}, {"role": "user", "content": user}],
        )
        return completion.choices[0].message.content or ""
