from databricks.sdk import WorkspaceClient

from .registry import register

_w = WorkspaceClient()
_INDEX = "fleet.docs.manuals_index"


@register()
def search_manuals(question: str, model: str = "") -> str:
    """Searches the manuals of all vehicles."""
    hits = _w.vector_search_indexes.query_index(
        index_name=_INDEX,
        columns=["page", "text"],
        query_text=f"{model} {question}",
        num_results=6,
    )
    return "\n".join(f"[{r[0]}] {r[1]}" for r in hits.result.data_array or [])


@register("predict_failure")
def failure_risk(vin: str, mileage: int) -> float:
    """Risk of a failure in the next 30 days."""
    r = _w.serving_endpoints.query("fleet-failure-xgb", dataframe_records=[{"vin": vin, "mileage": mileage}])
    return float(r.predictions[0])


def order_part(part: str) -> str:
    """Not offered: needs an approval first."""
    return str(_w.serving_endpoints.http_request(conn="sap_parts", method="POST", path="/orders", json={"part": part}))
