from databricks.sdk import WorkspaceClient


class Searcher:
    def __init__(self, workspace: WorkspaceClient, index: str, columns: list[str]):
        self.workspace = workspace
        self.index = index
        self.columns = columns

    def find(self, text: str, k: int = 5) -> list[str]:
        answer = self.workspace.vector_search_indexes.query_index(
            index_name=self.index,
            columns=self.columns,
            query_text=text,
            num_results=k,
        )
        return [row[1] for row in (answer.result.data_array or [])]
