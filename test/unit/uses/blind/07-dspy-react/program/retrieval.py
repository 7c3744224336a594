import dspy
from databricks.sdk import WorkspaceClient
from dspy.retrieve.databricks_rm import DatabricksRM

GUIDELINES = DatabricksRM(
    databricks_index_name="clinical.evidence.guidelines_idx",
    databricks_endpoint=None,
    text_column_name="passage",
    docs_id_column_name="gid",
    columns=["passage", "gid"],
    k=4,
)


def guidelines(query: str) -> list[str]:
    """Passages of guidelines."""
    return list(GUIDELINES(query, query_type="text").docs)


def trial(nct: str) -> str:
    """The registry's entry of a trial, by its NCT number."""
    reply = WorkspaceClient().statement_execution.execute_statement(
        warehouse_id="c11c11c11c11c110",
        statement="""
            -- one row per trial; clinical.raw.trials holds all versions
            SELECT to_json(struct(*)) FROM clinical.evidence.`trials-latest` WHERE nct = :nct
        """,
        parameters=[{"name": "nct", "value": nct}],
    )
    return reply.result.data_array[0][0]


class Reranker(dspy.Module):
    """Tried in March, made no difference."""

    def __init__(self):
        self.lm = dspy.LM("databricks/rerank-v2")

    def forward(self, passages):
        return sorted(passages, key=lambda p: self.lm(p))
