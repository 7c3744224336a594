import os

from databricks.sdk import WorkspaceClient
from databricks.sdk.service.sql import StatementParameterListItem

STOCK_BY_SKU = """
SELECT s.store_id, s.units, st.city
FROM retail.gold.stock AS s
JOIN retail.gold.stores AS st USING (store_id)
WHERE s.sku = :sku
"""


class StockReader:
    def __init__(self, client: WorkspaceClient | None = None) -> None:
        self.client = client or WorkspaceClient()
        self.warehouse_id = os.environ["RETAIL_WAREHOUSE_ID"]

    def units(self, sku: str) -> list[list[str]]:
        answer = self.client.statement_execution.execute_statement(
            warehouse_id=self.warehouse_id,
            statement=STOCK_BY_SKU,
            parameters=[StatementParameterListItem(name="sku", value=sku)],
            wait_timeout="30s",
        )
        return answer.result.data_array or []
