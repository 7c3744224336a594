import os
from functools import lru_cache

import dspy
from databricks.sdk import WorkspaceClient

PARTS = ["brake pad", "chain", "derailleur", "hub"]


@lru_cache(maxsize=1)
def workspace() -> WorkspaceClient:
    return WorkspaceClient()


def stock_of(part: str) -> str:
    """How many of a part are in stock."""
    response = workspace().statement_execution.execute_statement(
        warehouse_id="0f1e2d3c4b5a6978",
        statement="""
            SELECT s.amount FROM bikes.shop.stock AS s
            JOIN bikes.shop.parts p ON p.sku = s.sku
            WHERE p.name = :part
        """,
        parameters=[{"name": "part", "value": part}],
    )
    return str(response.result.data_array)


def nearest_part(text: str) -> str:
    """Name of the part that a customer means."""
    embedder = dspy.Embedder("databricks/databricks-gte-large-en", batch_size=16)
    search = dspy.retrievers.Embeddings(embedder=embedder, corpus=PARTS, k=1)
    return search(text).passages[0]


class Repair(dspy.Signature):
    """Say what a repair needs and whether we have the parts."""

    complaint: str = dspy.InputField()
    advice: str = dspy.OutputField()


class Workshop(dspy.Module):
    def __init__(self):
        super().__init__()
        self.react = dspy.ReAct(Repair, tools=[stock_of, nearest_part], max_iters=6)
        self.shorten = dspy.Predict("advice -> summary")

    def forward(self, complaint: str) -> dspy.Prediction:
        advice = self.react(complaint=complaint).advice
        with dspy.context(lm=dspy.LM(f"databricks/{os.environ['SHORT_LM']}")):
            return self.shorten(advice=advice)
