import mlflow

from base import RetrievalAgent


class LegalAgent(RetrievalAgent):
    """Same machine, other documents."""

    index_name = "main.legal.opinions_index"
    functions = RetrievalAgent.functions + ["main.legal.citation"]
    system_prompt = "You are a paralegal."

    def postprocess(self, text: str) -> str:
        return text + "\n\nThis is no legal advice."


AGENT = LegalAgent()
mlflow.models.set_model(AGENT)
