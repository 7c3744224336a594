from typing import Annotated

from databricks.sdk import WorkspaceClient
from semantic_kernel.functions import kernel_function

COLUMNS = ("number", "supplier", "amount", "due")
OPEN = "payable.ledger.open_invoices"
PAID = "payable.ledger.paid_invoices"


class InvoicePlugin:
    """Invoices."""

    warehouse = "9a1d9a1d9a1d9a1d"

    def _run(self, sql: str, limit: int = 50) -> str:
        w = WorkspaceClient()
        r = w.statement_execution.execute_statement(statement=f"{sql} LIMIT {limit:d}", warehouse_id=self.warehouse)
        return "\n".join(";".join(map(str, row)) for row in r.result.data_array or [])

    @kernel_function(name="open", description="Open invoices of a supplier")
    def open_invoices(self, supplier: Annotated[str, "name of the supplier"]) -> str:
        wanted = ", ".join(COLUMNS)
        return self._run(f"SELECT {wanted} FROM {OPEN} WHERE supplier = {supplier!r}")

    @kernel_function(description="Was this invoice paid already?")
    def duplicates(self, number: str) -> str:
        union = " UNION ALL ".join(f"SELECT number, amount FROM {t}" for t in (OPEN, PAID))
        return self._run(f"SELECT number, count(*) AS n FROM ({union}) WHERE number = '{number}' GROUP BY 1")

    def archive(self) -> str:
        return self._run("SELECT * FROM payable.ledger.archive_2019")
