from databricks.vector_search.client import VectorSearchClient


class Lookup:
    def __init__(self, index: str):
        self._index = VectorSearchClient().get_index(index_name=index)

    def nearby(self, text: str) -> list[str]:
        found = self._index.similarity_search(columns=["name"], query_text=text, num_results=8)
        return [row[0] for row in found["result"]["data_array"]]
