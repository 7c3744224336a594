import os

import mlflow
from databricks.sdk import WorkspaceClient

w = WorkspaceClient()
WAREHOUSE = os.environ.get("WAREHOUSE_ID", "0123456789abcdef")

SCORE = """
SELECT t.id,
       main.risk.score(t.amount, t.country) AS score,
       coalesce(main.risk.label_of(t.id), 'unknown') AS label,
       round(t.amount, 2)
FROM main.risk.transactions_of(:customer) AS t
"""

EXPLAIN = (
    "SELECT ai_query('databricks-meta-llama-3-3-70b-instruct', concat('Explain: ', text)) AS explanation "
    "FROM main.risk.cases WHERE id = :id"
)

SIMILAR = f"""
SELECT * FROM vector_search(
    index => '{"main.risk"}.cases_index',
    query_text => :text,
    num_results => 3
)
"""


def query(statement: str, **parameters):
    args = [{"name": k, "value": v} for k, v in parameters.items()]
    out = w.api_client.do(
        "POST",
        "/api/2.0/sql/statements",
        body={"warehouse_id": WAREHOUSE, "statement": statement, "parameters": args},
    )
    return out["result"]["data_array"]


class RiskModel(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input, params=None):
        case = model_input.to_dict(orient="records")[0]
        return {
            "scores": query(SCORE, customer=case["customer"]),
            "explanation": query(EXPLAIN, id=case["id"]),
            "similar": query(SIMILAR, text=case["text"]),
        }


mlflow.models.set_model(RiskModel())
