#: requirements: mlflow==3.17.2, databricks-sql-connector, databricks-sdk, sqlparse
"""Asks a SQL warehouse."""

import os

import mlflow
import sqlparse
from databricks import sql
from databricks.sdk.core import Config, oauth_service_principal
from databricks.sdk.service.sql import StatementState
from mlflow.pyfunc import ResponsesAgent

WAREHOUSE = os.environ["WAREHOUSE_ID"]


class Figures(ResponsesAgent):
    def query(self, statement: str):
        settings = Config()
        path = f"/sql/1.0/warehouses/{WAREHOUSE}"
        with sql.connect(server_hostname=settings.host, http_path=path) as connection, connection.cursor() as cursor:
            cursor.execute(sqlparse.format(statement))
            return cursor.fetchall()

    def predict(self, request):
        return {"output": [str(self.query("select count(*) from main.sales.orders")), str(StatementState.FAILED)]}


def credentials():
    return oauth_service_principal(Config())


mlflow.models.set_model(Figures())
