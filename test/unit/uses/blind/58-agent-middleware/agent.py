import mlflow
from databricks_langchain import ChatDatabricks, DatabricksVectorSearch
from langchain.agents import create_agent
from langchain.agents.middleware import SummarizationMiddleware
from langchain.chat_models import init_chat_model
from langchain.retrievers import ContextualCompressionRetriever, EnsembleRetriever
from langchain.retrievers.document_compressors import LLMChainExtractor
from langchain_core.tools import StructuredTool

SCHEMA = "books.kb"
WEIGHTED = [("fiction", 0.7), ("science", 0.3)]


class Library:
    def __init__(self, schema: str):
        self.retriever = EnsembleRetriever(
            retrievers=[self._store(schema, n).as_retriever() for n, _ in WEIGHTED],
            weights=[w for _, w in WEIGHTED],
        )
        self.short = ContextualCompressionRetriever(
            base_compressor=LLMChainExtractor.from_llm(ChatDatabricks(endpoint="databricks-gpt-5-nano")),
            base_retriever=self.retriever,
        )

    @staticmethod
    def _store(schema, name):
        return DatabricksVectorSearch(index_name="%s.%s_index" % (schema, name))

    def find(self, topic: str) -> str:
        """Finds books."""
        return "\n".join(d.page_content for d in self.short.invoke(topic))

    def lend(self, book: str) -> str:
        """Lends a book."""
        return ChatDatabricks(endpoint="books-lending").invoke(book).content


library = Library(SCHEMA)
llm = init_chat_model("databricks-claude-sonnet-4-5", model_provider="databricks")
small = ChatDatabricks(model="databricks-claude-haiku-4-5")
agent = create_agent(
    model=llm,
    tools=[StructuredTool.from_function(library.find)],
    middleware=[SummarizationMiddleware(model=small, max_tokens_before_summary=4000)],
)
mlflow.models.set_model(agent)
