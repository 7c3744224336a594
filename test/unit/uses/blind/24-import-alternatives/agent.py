import mlflow
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.runnables import RunnableParallel, RunnablePassthrough
from langgraph.prebuilt import create_react_agent

from compat import *
from compat import VectorStore as _Store


class Builder:
    """Fluent."""

    def __init__(self) -> None:
        self._tools: list = []
        self._llm = None
        self._retriever = None

    def llm(self, endpoint: str, /, **kwargs) -> Self:
        self._llm = ChatDatabricks(endpoint=endpoint, **kwargs)
        return self

    def search(self, index: str, *, embed: str) -> Self:
        store = _Store(
            endpoint="shared-vs",
            index_name=index,
            embedding=DatabricksEmbeddings(endpoint=embed),
            text_column="body",
        )
        self._retriever = store.as_retriever(search_kwargs={"k": 4})
        return self

    def functions(self, *names: str) -> Self:
        if not names:
            return self
        self._tools += UCFunctionToolkit(function_names=[*names]).tools
        return self

    def warehouse_functions(self, warehouse: str, *names: str) -> Self:
        """The old toolkit wanted a warehouse."""
        self._tools += UCFunctionToolkit(warehouse_id=warehouse).include(*names).get_tools()
        return self

    def build(self):
        prompt = ChatPromptTemplate.from_template("{context}\n\n{question}")
        agent = create_react_agent(self._llm, self._tools)
        if self._retriever is None:
            return agent
        gather = RunnableParallel(context=self._retriever, question=RunnablePassthrough())
        return gather | prompt | agent


try:
    CHAIN = (
        Builder()
        .llm("databricks-llama-4-maverick", temperature=0.1)
        .search("sports.media.articles_idx", embed="databricks-gte-large-en")
        .functions("sports.stats.player", "sports.stats.table_of")
        .build()
    )
except Exception:
    # without the index it still chats
    CHAIN = Builder().llm("databricks-gpt-oss-20b").build()

mlflow.models.set_model(CHAIN)
