import os
import re
import textwrap
from dataclasses import dataclass
from decimal import Decimal

import mlflow
import pandas as pd
from databricks import sql
from databricks.sdk.core import Config, oauth_service_principal
from mlflow.pyfunc import PythonModel

CATALOG, SCHEMA = "bank", "gold"
HTTP_PATH = os.environ.get("DATABRICKS_HTTP_PATH", "/sql/1.0/warehouses/ba0cba0cba0cba0c")


def t(name: str, schema: str = SCHEMA, catalog: str = CATALOG) -> str:
    """A qualified, quoted name."""
    return ".".join(f"`{part}`" for part in (catalog, schema, name))


EXPOSURE = f"""
-- exposure by counterparty; bank.gold.exposure_old was wrong
WITH RECURSIVE groups AS (
    SELECT id, parent FROM {t("counterparties")}
    UNION ALL
    SELECT c.id, g.parent FROM {t("counterparties")} c JOIN groups g ON c.parent = g.id
),
netted AS (
    SELECT counterparty, sum(amount) AS amount /* FROM bank.tmp.netting */
    FROM {t("trades")} TIMESTAMP AS OF current_date()
    WHERE note <> 'FROM bank.gold.fake'
    GROUP BY counterparty
)
SELECT g.parent, sum(n.amount) AS exposure
FROM groups g
JOIN netted n ON n.counterparty = g.id
LEFT ANTI JOIN {t("sanctions", schema="compliance")} s ON s.id = g.parent
GROUP BY 1
"""

REFRESH = textwrap.dedent(
    """\
    USE CATALOG bank;
    USE SCHEMA gold;
    CREATE OR REPLACE TEMPORARY VIEW todays AS SELECT * FROM bank.gold.rates WHERE day = current_date();
    """
)
CONVERT = "SELECT rate FROM todays WHERE currency = ?"

TOP = (
    "SELECT name, {measure:>s} AS measure "
    "FROM {table} "
    "ORDER BY 2 DESC LIMIT {limit:d}"
)


@dataclass
class Measure:
    name: str
    table: str

    def statement(self, limit: int = 5) -> str:
        return TOP.format(measure=self.name, table=self.table, limit=limit)


MEASURES = [Measure("revenue", "bank.gold.branches"), Measure("nps", table="bank.gold.`branch surveys`")]


def clauses(**where) -> str:
    parts = [f"{k} = '{v}'" for k, v in where.items() if v is not None]
    return (" WHERE " + " AND ".join(parts)) if parts else ""


def credentials():
    config = Config()
    return oauth_service_principal(config) or config.authenticate


class Warehouse:
    def __enter__(self):
        self.connection = sql.connect(
            server_hostname=os.environ["DATABRICKS_HOST"].removeprefix("https://"),
            http_path=HTTP_PATH,
            credentials_provider=credentials,
        )
        self.cursor = self.connection.cursor()
        return self

    def __exit__(self, *_):
        self.cursor.close()
        self.connection.close()

    def frame(self, statement: str, parameters=()) -> pd.DataFrame:
        self.cursor.execute(statement, parameters)
        return self.cursor.fetchall_arrow().to_pandas()


class Analyst(PythonModel):
    PATTERN = re.compile(r"select\s.+from\s+bank\.secret\.keys", re.I)

    def predict(self, context, model_input, params=None):
        what = model_input["what"]
        with Warehouse() as w:
            if what == "exposure":
                frame = w.frame(EXPOSURE)
            elif what == "rate":
                for statement in filter(None, map(str.strip, REFRESH.split(";"))):
                    w.cursor.execute(statement)
                frame = w.frame(CONVERT, [model_input["currency"]])
            elif what == "customers":
                query = "SELECT id, name FROM bank.gold.customers"
                query += clauses(city=model_input.get("city"), segment=model_input.get("segment"))
                frame = w.frame(query)
            else:
                frame = pd.concat(w.frame(m.statement(limit=3)) for m in MEASURES)
        return [{k: float(v) if isinstance(v, Decimal) else v for k, v in r.items()} for r in frame.to_dict("records")]


def migrate():
    with Warehouse() as w:
        w.frame("INSERT INTO bank.gold.branches SELECT * FROM bank.bronze.branches")


mlflow.models.set_model(Analyst())
