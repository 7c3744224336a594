from databricks_langchain import DatabricksVectorSearch

from ..state import State


class Retrieve:
    def __init__(self, index: str, k: int = 4):
        self.store = DatabricksVectorSearch(index_name=index, columns=["text", "url"])
        self.k = k

    def __call__(self, state: State) -> dict:
        docs = self.store.similarity_search(state["question"], k=self.k)
        return {"passages": [d.page_content for d in docs]}
