from databricks_openai import VectorSearchRetrieverTool
from databricks_ai_bridge.genie import Genie

from serving.base import PromptedAgent


class TriageAgent(PromptedAgent):
    endpoint = "databricks-gpt-5-1"

    def __init__(self):
        super().__init__()
        self.search = VectorSearchRetrieverTool(index_name="clinic.triage.guidelines_index")

    def system(self, question):
        return f"Guidelines: {self.search.execute(query=question)}"


class BillingAgent(PromptedAgent):
    def __init__(self):
        super().__init__()
        self.genie = Genie("01f0b111222233334444555566667777")

    def system(self, question):
        return str(self.genie.ask_question(question).result)


_KINDS = {"triage": TriageAgent, "billing": BillingAgent}


def make(kind):
    try:
        return _KINDS[kind]()
    except KeyError:
        raise ValueError(f"no agent of kind {kind!r}") from None
