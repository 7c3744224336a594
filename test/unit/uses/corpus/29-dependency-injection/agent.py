from __future__ import annotations

from typing import Protocol

import mlflow
from databricks.sdk import WorkspaceClient
from databricks_langchain import ChatDatabricks
from mlflow.pyfunc import PythonModel


class Search(Protocol):
    def find(self, query: str) -> list[str]: ...


class VectorSearch:
    def __init__(self, workspace: WorkspaceClient, index: str, column: str):
        self._workspace = workspace
        self._index = index
        self._column = column

    def find(self, query: str) -> list[str]:
        found = self._workspace.vector_search_indexes.query_index(
            index_name=self._index, columns=[self._column], query_text=query, num_results=5
        )
        return [row[0] for row in found.result.data_array or []]


class WarehouseSearch:
    """The slower way, over a table. Kept for comparison, built nowhere."""

    def __init__(self, workspace: WorkspaceClient, warehouse: str = "aa11bb22cc33dd44"):
        self._workspace, self._warehouse = workspace, warehouse

    def find(self, query: str) -> list[str]:
        sql = "SELECT text FROM main.news.articles WHERE contains(text, :q)"
        return self._workspace.statement_execution.execute_statement(sql, self._warehouse).result.data_array


class Newsdesk:
    def __init__(self, llm: ChatDatabricks, search: Search):
        self.llm = llm
        self.search = search

    def answer(self, question: str) -> str:
        passages = "\n".join(self.search.find(question))
        return self.llm.invoke(f"{passages}\n\nQ: {question}").content


class NewsModel(PythonModel):
    def __init__(self, desk: Newsdesk):
        self.desk = desk

    def predict(self, context, model_input, params=None):
        return self.desk.answer(model_input["messages"][-1]["content"])


def compose() -> NewsModel:
    workspace = WorkspaceClient()
    search = VectorSearch(workspace, index="main.news.articles_index", column="text")
    return NewsModel(Newsdesk(ChatDatabricks(model="databricks-gpt-5-mini"), search))


mlflow.models.set_model(compose())
