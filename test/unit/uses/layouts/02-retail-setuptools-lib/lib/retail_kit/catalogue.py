from databricks.vector_search.client import VectorSearchClient


class Catalogue:
    """Search over product descriptions."""

    ENDPOINT = "retail_vs"
    INDEX = "retail.gold.products_index"

    def __init__(self) -> None:
        self._client = VectorSearchClient(disable_notice=True)
        self._index = None

    @property
    def index(self):
        if self._index is None:
            self._index = self._client.get_index(
                endpoint_name=self.ENDPOINT, index_name=self.INDEX
            )
        return self._index

    def find(self, text: str, k: int = 5) -> list[str]:
        hits = self.index.similarity_search(
            query_text=text, columns=["sku", "title"], num_results=k
        )
        return [f"{row[0]}: {row[1]}" for row in hits["result"]["data_array"]]
