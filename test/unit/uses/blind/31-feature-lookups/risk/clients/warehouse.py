import contextlib
import os
from typing import Iterable, Sequence

from databricks import sql
from databricks.sdk.core import Config


class Warehouse:
    def __init__(self, warehouse_id: str | None = None, *, catalog: str = "lending"):
        self.warehouse_id = warehouse_id or os.environ.get("RISK_WAREHOUSE", "10a010a010a010a0")
        self.catalog = catalog

    @property
    def http_path(self) -> str:
        return "/".join(("", "sql", "1.0", "warehouses", self.warehouse_id))

    @contextlib.contextmanager
    def cursor(self):
        cfg = Config()
        with contextlib.closing(
            sql.connect(server_hostname=cfg.host, http_path=self.http_path, credentials_provider=lambda: cfg.authenticate)
        ) as connection:
            with connection.cursor() as cursor:
                yield cursor

    def fetch(self, statement: str, parameters: Sequence | dict = ()) -> list:
        with self.cursor() as c:
            c.execute(statement.format(catalog=self.catalog), parameters)
            return c.fetchall()

    def fetch_many(self, statements: Iterable[str]) -> list[list]:
        with self.cursor() as c:
            return [c.execute(s).fetchall() for s in statements]
