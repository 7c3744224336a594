from .identity import AsAgent, AsUser
from .mixins import AsksGenie, Chats, QueriesWarehouse


class MyExpenses(QueriesWarehouse, AsUser):
    """What the caller may see."""

    warehouse_id = "e59e59e59e59e590"

    def open(self):
        return self.rows("SELECT id, amount, why FROM finance.expenses.claims WHERE approved IS NULL")


class Policy(AsksGenie, AsUser):
    space = "01f0901c1e5000000000000000901c1e"


class Model(Chats, AsAgent):
    llm = "databricks-claude-sonnet-4-5"


class Audit(QueriesWarehouse, AsAgent):
    """Written by the service principal, read by nobody here."""

    warehouse_id = "a0d17a0d17a0d170"

    def log(self, user: str):
        return self.rows(f"INSERT INTO finance.audit.reads VALUES ('{user}', now())")


class Drafts(Chats, AsUser):
    """Not used: users have no right to the endpoint."""
