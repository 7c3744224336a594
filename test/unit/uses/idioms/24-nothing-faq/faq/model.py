from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

import mlflow
from mlflow.pyfunc import PythonModel

from faq.entries import ENTRIES

if TYPE_CHECKING:
    from databricks_langchain import ChatDatabricks

LEGACY = False
SQL_HINT = "SELECT ai_query('databricks-claude-sonnet-4', question) FROM support.faq.questions"


def explain(llm: ChatDatabricks, text: str) -> str:
    """Was used by the old model: ChatDatabricks(endpoint='faq-llm')."""
    return llm.invoke(text).content


class FaqModel(PythonModel):
    def load_context(self, context):
        self.questions = list(ENTRIES)
        if False:
            from databricks.vector_search.client import VectorSearchClient

            self.index = VectorSearchClient().get_index(index_name="support.faq.answers_index")

    def best(self, text: str) -> str:
        found = difflib.get_close_matches(text, self.questions, n=1, cutoff=0.3)
        return ENTRIES[found[0]] if found else f"Try: {SQL_HINT}"

    def predict(self, context, model_input: list[str], params=None) -> list[str]:
        return [self.best(text) for text in model_input]


mlflow.models.set_model(FaqModel())

if __name__ == "__main__":
    from databricks_langchain import ChatDatabricks

    print(explain(ChatDatabricks(endpoint="faq-llm-dev"), "What is a catalog?"))
