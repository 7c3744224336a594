import asyncio
import os

import mlflow
from databricks.sdk import WorkspaceClient
from databricks.vector_search.client import VectorSearchClient
from llama_index.core import Settings, VectorStoreIndex
from llama_index.core.workflow import Context, Event, StartEvent, StopEvent, Workflow, step
from llama_index.embeddings.databricks import DatabricksEmbedding
from llama_index.llms.databricks import Databricks
from llama_index.vector_stores.databricks import DatabricksVectorSearch
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse

API = os.environ.get("DATABRICKS_HOST", "") + "/serving-endpoints"


class Asked(Event):
    question: str


class Found(Event):
    question: str
    shelf: list[str]


class Thin(Event):
    question: str


class Librarian(Workflow):
    def __init__(self, *args, draft: str, final: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.draft = Databricks(model=draft, api_base=API)
        self.final = Databricks(model=final, api_base=API)
        self.workspace = WorkspaceClient()

    @step
    async def rewrite(self, ctx: Context, ev: StartEvent) -> Asked:
        answer = await self.draft.acomplete(f"Rewrite for a library catalogue: {ev.question}")
        return Asked(question=str(answer))

    @step
    async def look(self, ev: Asked) -> Found | Thin:
        hits = self.workspace.vector_search_indexes.query_index(
            "library.catalogue.books_index", columns=["title"], query_text=ev.question
        )
        rows = [row[0] for row in hits.result.data_array or []]
        return Found(question=ev.question, shelf=rows) if len(rows) > 2 else Thin(question=ev.question)

    @step
    async def archive(self, ev: Thin) -> Found:
        index = VectorSearchClient().get_index(index_name="library.archive.scans_index")
        store = DatabricksVectorSearch(index=index, text_column="text", columns=["text"])
        retriever = VectorStoreIndex.from_vector_store(store).as_retriever(similarity_top_k=3)
        nodes = await retriever.aretrieve(ev.question)
        return Found(question=ev.question, shelf=[n.text for n in nodes])

    @step
    async def answer(self, ev: Found) -> StopEvent:
        text = await self.final.acomplete("\n".join(ev.shelf) + "\n\n" + ev.question)
        return StopEvent(result=str(text))


Settings.embed_model = DatabricksEmbedding(model="databricks-bge-large-en", endpoint=API)


class LibraryAgent(ResponsesAgent):
    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        flow = Librarian(
            timeout=90, draft="databricks-gemma-3-12b", final="databricks-claude-3-7-sonnet"
        )
        text = asyncio.run(self.ask(flow, str(request.input[-1].content)))
        return ResponsesAgentResponse(output=[self.create_text_output_item(text=text, id="lib")])

    @staticmethod
    async def ask(flow: Workflow, question: str) -> str:
        return await flow.run(question=question)


mlflow.models.set_model(LibraryAgent())
