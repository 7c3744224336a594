import os
from contextlib import contextmanager

import mlflow
from databricks import sql
from databricks.sdk.core import Config, oauth_service_principal
from databricks_langchain import ChatDatabricks
from langchain_community.utilities.spark_sql import SparkSQL
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse

ARCHIVE_WAREHOUSE = "0011223344556677"


def credentials():
    config = Config(host=f"https://{os.environ['DATABRICKS_HOST']}")
    return oauth_service_principal(config)


@contextmanager
def cursor_on(http_path: str):
    with sql.connect(
        server_hostname=os.environ["DATABRICKS_HOST"],
        http_path=http_path,
        credentials_provider=credentials,
    ) as connection, connection.cursor() as cursor:
        yield cursor


def live_orders(customer: str) -> list:
    with cursor_on(os.environ["SQL_HTTP_PATH"]) as cursor:
        cursor.execute(
            "SELECT order_id, state FROM commerce.live.orders WHERE customer = :c", {"c": customer}
        )
        return cursor.fetchall()


def archived_orders(customer: str):
    with cursor_on("/sql/1.0/warehouses/" + ARCHIVE_WAREHOUSE) as cursor:
        for year in (2023, 2024):
            cursor.execute(f"SELECT order_id FROM commerce.archive.orders_{year} WHERE customer = :c", {"c": customer})
            yield from cursor.fetchall()


def count(table: str) -> int:
    with cursor_on(os.environ["SQL_HTTP_PATH"]) as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return cursor.fetchone()[0]


class OrdersAgent(ResponsesAgent):
    def __init__(self):
        self.llm = ChatDatabricks(endpoint="databricks-claude-sonnet-4")
        self.db = SparkSQL(catalog="commerce", schema="reference")

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        extra = request.custom_inputs or {}
        facts = [*live_orders(extra["customer"]), *archived_orders(extra["customer"])]
        if "table" in extra:
            facts.append(count(extra["table"]))
        facts.append(self.db.get_table_info())
        reply = self.llm.invoke(f"{facts}\n\n{request.input[-1].content}")
        return ResponsesAgentResponse(
            output=[self.create_text_output_item(text=reply.content, id=reply.id)]
        )


mlflow.models.set_model(OrdersAgent())
