import os
from contextlib import contextmanager

import pandas as pd
from databricks import sql
from databricks.sdk.core import Config, oauth_service_principal

HTTP_PATH = os.environ.get("HTTP_PATH", "/sql/1.0/warehouses/44d044d044d044d0")
ORDERS = "shop.sales.orders"


def credentials():
    return oauth_service_principal(Config())


@contextmanager
def cursor():
    with sql.connect(
        server_hostname=os.environ["DATABRICKS_HOST"],
        http_path=HTTP_PATH,
        credentials_provider=credentials,
    ) as connection:
        with connection.cursor() as found:
            yield found


def order(number: int) -> dict:
    """One order."""
    with cursor() as c:
        c.execute(f"SELECT * FROM {ORDERS} WHERE number = ?", [number])
        row = c.fetchone()
        c.execute(
            """WITH lines AS (
                SELECT product, amount, shop.tools.vat(amount) AS vat FROM shop.sales.lines WHERE order_number = :n
            )
            SELECT * FROM lines""",
            {"n": number},
        )
        return {**row.asDict(), "lines": c.fetchall_arrow().to_pylist()}


def stock() -> pd.DataFrame:
    """What is in stock."""
    connection = sql.connect(server_hostname=os.environ["DATABRICKS_HOST"], http_path=HTTP_PATH)
    try:
        return pd.read_sql("SELECT product, sum(amount) FROM shop.store.stock GROUP BY ALL", connection)
    finally:
        connection.close()


def migrate():
    with cursor() as c:
        c.execute("CREATE TABLE IF NOT EXISTS shop.sales.orders_v2 AS SELECT * FROM shop.sales.orders_v1")
