from databricks_langchain import ChatDatabricks

from ..prompts import WRITE
from ..state import State


class Write:
    def __init__(self, endpoint: str):
        self.llm = ChatDatabricks(endpoint=endpoint, temperature=0.2)

    def __call__(self, state: State) -> dict:
        text = WRITE.format(passages="\n".join(state["passages"]), question=state["question"])
        return {"answer": self.llm.invoke(text).content, "attempts": state["attempts"] + 1}
