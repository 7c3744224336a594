from __future__ import annotations

from typing import NamedTuple

from databricks.sdk import WorkspaceClient
from databricks.vector_search.client import VectorSearchClient
from databricks_openai import DatabricksOpenAI

from orderdesk.adapters import EndpointWriter, IndexFinder, WarehouseOrders
from orderdesk.service import OrderDesk


class Names(NamedTuple):
    warehouse: str
    table: str
    index: str
    endpoint: str = "databricks-claude-sonnet-4"


PRODUCTION = Names(
    warehouse="3a5c7e9f1b2d4f60",
    table="trade.orders.current",
    index="trade.docs.terms_index",
)


def bootstrap(names: Names = PRODUCTION) -> OrderDesk:
    workspace = WorkspaceClient()
    return OrderDesk(
        orders=WarehouseOrders(workspace, names.warehouse, names.table),
        terms=IndexFinder(VectorSearchClient(disable_notice=True), names.index),
        writer=EndpointWriter(DatabricksOpenAI(workspace_client=workspace), endpoint=names.endpoint),
    )
