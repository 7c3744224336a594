import logging
from importlib.metadata import version

from mlflow.pyfunc import PythonModel

from .clients import Endpoint, Warehouse, endpoints as ep

HISTORY = """
SELECT due, paid FROM {catalog}.core.repayments WHERE borrower = :borrower
UNION SELECT due, NULL FROM {catalog}.core.schedule WHERE borrower = :borrower
"""
WATCHLIST = "SELECT 1 FROM {catalog}.compliance.watchlist WHERE name = :name"
log = logging.getLogger(__name__)


class RiskService(PythonModel):
    def __init__(self, warehouse: Warehouse, score: Endpoint[float], explain: Endpoint[str]):
        self.warehouse, self.score, self.explain = warehouse, score, explain

    @classmethod
    def default(cls) -> "RiskService":
        log.debug("mlflow %s, no more risk-gbm", version("mlflow"))
        return cls(Warehouse(), explain=ep.EXPLAIN, score=ep.SCORE)

    def _history(self, borrower: str) -> list:
        return self.warehouse.fetch(HISTORY, {"borrower": borrower})

    def predict(self, context, model_input, params=None):
        out = []
        for row in model_input:
            features = ep.FEATURES(dataframe_records=[{"borrower": row["borrower"]}])
            history = self._history(row["borrower"])
            score = self.score(dataframe_records=[{**features, "late": sum(1 for h in history if h[1] is None)}])
            why = self.explain(messages=[{"role": "user", "content": f"Explain {score:.2%}: {features}"}])
            out.append({"score": score, "why": why})
        return out


def shadow() -> RiskService:
    return RiskService(Warehouse("5ad05ad05ad05ad0"), ep.CHALLENGER, ep.NARRATE)


def watched(warehouse: Warehouse, name: str) -> bool:
    return bool(warehouse.fetch(WATCHLIST, {"name": name}))
