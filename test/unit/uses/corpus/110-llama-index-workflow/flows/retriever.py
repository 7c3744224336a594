from databricks.sdk import WorkspaceClient
from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode


class IndexRetriever(BaseRetriever):
    """LlamaIndex over a Databricks index."""

    def __init__(self, client: WorkspaceClient, index: str, *, text: str = "text", top: int = 5):
        self._client, self._index, self._text, self._top = client, index, text, top
        super().__init__()

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        answer = self._client.vector_search_indexes.query_index(
            index_name=self._index,
            columns=["id", self._text],
            query_text=query_bundle.query_str,
            num_results=self._top,
        )
        return [
            NodeWithScore(node=TextNode(id_=str(row[0]), text=row[1]), score=float(row[-1]))
            for row in answer.result.data_array or []
        ]
