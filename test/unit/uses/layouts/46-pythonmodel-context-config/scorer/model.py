import json

import mlflow
import pandas as pd
from databricks.sdk import WorkspaceClient
from databricks.vector_search.client import VectorSearchClient
from mlflow.models import set_model
from mlflow.pyfunc import PythonModel


class RiskScorer(PythonModel):
    def load_context(self, context):
        config = context.model_config or {}
        self.endpoint = config.get("endpoint", "databricks-gpt-oss-20b")
        self.index_name = config.get("index", "risk.kb.cases_index")
        self.audit = config.get("audit_endpoint")
        self.batch = int(config.get("batch", 4))
        with open(context.artifacts["weights"], encoding="utf-8") as handle:
            self.weights = json.load(handle)
        self.client = WorkspaceClient().serving_endpoints.get_open_ai_client()
        self.index = VectorSearchClient().get_index(index_name=self.index_name)

    def _near(self, text: str) -> list:
        return self.index.similarity_search(query_text=text, columns=["label"])["result"]["data_array"]

    def _score(self, text: str) -> float:
        answer = self.client.chat.completions.create(
            model=self.endpoint,
            messages=[{"role": "user", "content": f"Risk 0-100 of:\n{text}\nLike: {self._near(text)}"}],
        )
        value = float(answer.choices[0].message.content) * self.weights.get("llm", 1.0)
        if self.audit is not None:
            self.client.chat.completions.create(model=self.audit, messages=[])
        return value

    def predict(self, context, model_input: pd.DataFrame, params=None) -> list[float]:
        texts = model_input["text"].tolist()
        scores: list[float] = []
        for start in range(0, len(texts), self.batch):
            scores.extend(self._score(t) for t in texts[start : start + self.batch])
        mlflow.log_metric("scored", len(scores))
        return scores


set_model(RiskScorer())
