import dspy
from databricks.vector_search.client import VectorSearchClient

from .lms import config


class Guidelines(dspy.Retrieve):
    def __init__(self):
        settings = config.get("retriever")
        super().__init__(k=settings["k"])
        self.columns = settings["columns"]
        self.index = VectorSearchClient(disable_notice=True).get_index(index_name=settings["index"])

    def forward(self, query: str, k: int | None = None) -> list[str]:
        hits = self.index.similarity_search(query_text=query, columns=self.columns, num_results=k or self.k)
        return [row[1] for row in hits["result"]["data_array"]]
