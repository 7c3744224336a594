from databricks_ai_bridge.genie import Genie

from .spaces import SPACES


def ask_every_space(question: str) -> dict[str, str]:
    answers: dict[str, str] = {}
    for label, space_id, _ in SPACES:
        genie = Genie(space_id)
        answers[label] = str(genie.ask_question(question).result)
    return answers
