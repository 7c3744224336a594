from databricks_langchain import ChatDatabricks, VectorSearchRetrieverTool
from langchain_core.tools import tool

from .base import BaseAgent


class RagAgent(BaseAgent):
    corpus = "general"
    rewriter_endpoint = "databricks-gpt-5-nano"

    def _setup(self):
        super()._setup()
        self._retriever = VectorSearchRetrieverTool(index_name=self.index_name, num_results=self.options.get("k", 5))

    @property
    def index_name(self) -> str:
        return f"hr.kb.{self.corpus}_index"

    def collect(self):
        tools = super().collect()
        if self.options.get("rewrite"):
            rewriter = ChatDatabricks(endpoint=self.rewriter_endpoint)

            @tool
            def search(question: str) -> str:
                """Searches the handbook."""
                return self._retriever.invoke(rewriter.invoke(f"Keywords of: {question}").content)

            return [*tools, search]
        return [*tools, self._retriever]

    def instructions(self):
        return "Answer from the handbook."


class LegacyRag(RagAgent):
    endpoint = "databricks-dbrx-instruct"
    corpus = "legacy"
