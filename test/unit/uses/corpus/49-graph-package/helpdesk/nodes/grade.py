from databricks_langchain import ChatDatabricks
from pydantic import BaseModel

from ..prompts import GRADE
from ..state import State


class Verdict(BaseModel):
    grounded: bool


class Grade:
    def __init__(self, *, endpoint: str):
        self.llm = ChatDatabricks(model=endpoint).with_structured_output(Verdict)

    def __call__(self, state: State) -> dict:
        verdict = self.llm.invoke(GRADE.format(**state))
        return {} if verdict.grounded else {"answer": ""}
