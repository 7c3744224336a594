import os
from enum import Enum, auto
from functools import partial
from typing import Callable, TypedDict

import mlflow
from databricks.sdk import WorkspaceClient
from databricks.vector_search.client import VectorSearchClient
from databricks_langchain import ChatDatabricks, DatabricksEmbeddings, DatabricksVectorSearch
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse


class Source(Enum):
    PATENTS = auto()
    PAPERS = auto()
    NOTES = auto()


class SourceConfig(TypedDict, total=False):
    index: str
    columns: list[str]
    embeddings: str


CONFIG: dict[Source, SourceConfig] = {
    Source.PATENTS: {"index": "science.ip.patents_index", "columns": ["claim"]},
    Source.PAPERS: {
        "index": "science.open.papers_index",
        "columns": ["abstract"],
        "embeddings": "science-specter-embedder",
    },
}


def by_sdk(config: SourceConfig, text: str) -> list[str]:
    api = WorkspaceClient().vector_search_indexes
    rows = api.query_index(config["index"], config["columns"], query_text=text).result.data_array
    return [row[0] for row in rows or []]


def by_langchain(config: SourceConfig, text: str) -> list[str]:
    store = DatabricksVectorSearch(
        index_name=config["index"],
        text_column=config["columns"][0],
        columns=config["columns"],
        embedding=DatabricksEmbeddings(endpoint=config["embeddings"]),
    )
    return [d.page_content for d in store.as_retriever(search_kwargs={"k": 4}).invoke(text)]


def by_client(text: str, *, name: str) -> list[str]:
    index = VectorSearchClient().get_index(None, name)
    found = index.similarity_search(columns=["note"], query_text=text, num_results=4)
    return [row[0] for row in found["result"]["data_array"]]


SEARCHERS: dict[Source, Callable[[str], list[str]]] = {
    Source.PATENTS: partial(by_sdk, CONFIG[Source.PATENTS]),
    Source.PAPERS: partial(by_langchain, CONFIG[Source.PAPERS]),
    Source.NOTES: partial(by_client, name=os.environ["LAB_NOTES_INDEX"]),
}


class ScienceAgent(ResponsesAgent):
    def __init__(self, llm: str = "databricks-gemini-2-5-pro"):
        self.llm = ChatDatabricks(model=llm)

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        question = str(request.input[-1].content)
        wanted = (request.custom_inputs or {}).get("sources") or [s.name for s in Source]
        found = {name: SEARCHERS[Source[name]](question) for name in wanted}
        reply = self.llm.invoke(f"{found}\n\n{question}")
        return ResponsesAgentResponse(
            output=[self.create_text_output_item(text=reply.content, id="science")]
        )


mlflow.models.set_model(ScienceAgent())
