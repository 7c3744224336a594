"""LlamaIndex workflow over two indexes."""
import asyncio
import os
from typing import List

import mlflow
from databricks.vector_search.client import VectorSearchClient
from llama_index.core import PromptTemplate, Settings, VectorStoreIndex
from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.query_engine import RetrieverQueryEngine, RouterQueryEngine
from llama_index.core.selectors import LLMSingleSelector
from llama_index.core.tools import QueryEngineTool, ToolMetadata
from llama_index.core.workflow import Context, Event, StartEvent, StopEvent, Workflow, step
from llama_index.embeddings.databricks import DatabricksEmbedding
from llama_index.llms.databricks import Databricks
from llama_index.vector_stores.databricks import DatabricksVectorSearch

os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

CHAT = os.environ.get("CHAT_ENDPOINT", "databricks-qwen3-next-80b-a3b-instruct")
HOST = os.environ.get("DATABRICKS_HOST", "")

SOURCES = (
    # short name, index, what it is
    ("statutes", "law.corpus.statutes_self_managed", "Statutes and decrees"),
    ("comments", "law.corpus.commentaries_self_managed", "Commentaries"),
)


def configure():
    Settings.llm = Databricks(model=CHAT, api_base=f"{HOST}/serving-endpoints/", temperature=0)
    Settings.embed_model = DatabricksEmbedding(
        model="databricks-gte-large-en", endpoint=f"{HOST}/serving-endpoints/", embed_batch_size=16
    )
    Settings.node_parser = SentenceSplitter(chunk_size=512)


def vector_index(client: VectorSearchClient, name: str) -> VectorStoreIndex:
    remote = client.get_index(index_name=name)
    store = DatabricksVectorSearch(index=remote, text_column="text", columns=["id", "section"])
    return VectorStoreIndex.from_vector_store(store)


def engines() -> List[QueryEngineTool]:
    client = VectorSearchClient()
    tools = []
    for short, index, about in SOURCES:
        retriever = vector_index(client, index).as_retriever(similarity_top_k=6)
        tools.append(
            QueryEngineTool(
                query_engine=RetrieverQueryEngine.from_args(retriever),
                metadata=ToolMetadata(name=short, description=about),
            )
        )
    return tools


class Draft(Event):
    text: str


class LegalFlow(Workflow):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.critic = Databricks(model="databricks-claude-3-7-sonnet")
        self.router = RouterQueryEngine(selector=LLMSingleSelector.from_defaults(), query_engine_tools=engines())

    @step
    async def draft(self, ctx: Context, ev: StartEvent) -> Draft:
        await ctx.set("question", ev.question)
        return Draft(text=str(await self.router.aquery(ev.question)))

    @step
    async def check(self, ctx: Context, ev: Draft) -> StopEvent:
        question = await ctx.get("question")
        template = PromptTemplate("Question: {q}\nDraft: {d}\nCorrect the draft. Quote law.corpus only.")
        reply = await self.critic.acomplete(template.format(q=question, d=ev.text))
        return StopEvent(result=reply.text)


configure()


class LegalModel(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input, params=None):
        flow = LegalFlow(timeout=120, verbose=False)
        return asyncio.run(flow.run(question=model_input["messages"][-1]["content"]))


def rebuild(documents):
    """Ingestion; runs in a job."""
    Settings.embed_model = DatabricksEmbedding(model="databricks-bge-large-en")
    index = vector_index(VectorSearchClient(), "law.corpus.staging_self_managed")
    index.insert_nodes(documents)


mlflow.models.set_model(LegalModel())
