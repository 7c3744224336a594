import mlflow
from databricks import sql
from databricks.sdk.core import Config
from databricks_openai import DatabricksOpenAI

cfg = Config()
HTTP_PATH = "/sql/1.0/warehouses/1a2b3c4d5e6f7a8b"

TOP_CUSTOMERS = """
-- replaces main.sales.top_customers_v1, see the wiki
WITH recent AS (
    SELECT customer_id, sum(amount) AS total   -- was: FROM main.sales.orders_old
    FROM main.sales.orders o
    WHERE o.placed_at > current_date() - INTERVAL 30 DAYS
      AND o.note <> 'copied from main.sales.imports'
    GROUP BY customer_id
),
ranked AS (
    SELECT r.*, row_number() OVER (ORDER BY total DESC) AS place FROM recent AS r
)
/* main.sales.secret must never be joined here */
SELECT c.name, ranked.total
FROM ranked
JOIN `main`.`crm-export`.`customers` AS c ON c.id = ranked.customer_id
LEFT JOIN main.crm.regions USING (region_id)
WHERE place <= 10
"""


def run(statement: str, **parameters) -> list[dict]:
    with sql.connect(
        server_hostname=cfg.host,
        http_path=HTTP_PATH,
        credentials_provider=lambda: cfg.authenticate,
    ) as connection:
        with connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            names = [d[0] for d in cursor.description]
            return [dict(zip(names, row)) for row in cursor.fetchall()]


class TopCustomers(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input, params=None):
        rows = run(TOP_CUSTOMERS)
        out = DatabricksOpenAI().chat.completions.create(
            model="databricks-claude-sonnet-4",
            messages=[
                {"role": "system", "content": "Explain. You may quote: SELECT * FROM main.sales.orders_demo"},
                {"role": "user", "content": f"{model_input['messages'][-1]['content']}\n{rows}"},
            ],
        )
        return out.choices[0].message.content


mlflow.models.set_model(TopCustomers())
