import mlflow

from agents_base.rag import RagAgent
from agents_base.tools import WithFunctions


class Onboarding(WithFunctions, RagAgent):
    """For new colleagues."""

    endpoint = "databricks-claude-sonnet-4-5"
    corpus = "onboarding"
    function_schema = "hr.onboarding"
    functions = ["vacation_days", "book_course"]

    def instructions(self) -> str:
        return super().instructions() + " Be welcoming. The index is hr.kb.onboarding_index."


mlflow.models.set_model(Onboarding(rewrite=True))
