import logging

import mlflow
from databricks.sdk import WorkspaceClient
from databricks.sdk.service.serving import ChatMessage, ChatMessageRole

log = logging.getLogger(__name__)
w = WorkspaceClient()


def ask(prompt: str, system: str = "You are terse.") -> str:
    log.info("asking endpoint %s", "databricks-dbrx-instruct")
    response = w.serving_endpoints.query(
        name="databricks-meta-llama-3-1-8b-instruct",
        messages=[
            ChatMessage(role=ChatMessageRole.SYSTEM, content=system),
            ChatMessage(role=ChatMessageRole.USER, content=prompt),
        ],
        max_tokens=256,
    )
    return response.choices[0].message.content


def churn(customer: dict) -> float:
    scored = w.serving_endpoints.query("churn-lightgbm", dataframe_records=[customer])
    return float(scored.predictions[0])


def embed(text: str) -> list[float]:
    return w.serving_endpoints_data_plane.query(name="e5-multilingual", input=text).data[0].embedding


class RetentionModel(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input, params=None):
        rows = []
        for customer in model_input.to_dict(orient="records"):
            risk = churn(customer)
            note = ask(f"Suggest an offer for a customer with churn risk {risk:.2f}") if risk > 0.5 else ""
            rows.append({"risk": risk, "note": note, "vector": embed(note or "-")})
        return rows


mlflow.models.set_model(RetentionModel())
