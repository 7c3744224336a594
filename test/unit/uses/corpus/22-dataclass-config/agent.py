from dataclasses import dataclass, field

import mlflow
from databricks_langchain import ChatDatabricks, VectorSearchRetrieverTool
from langchain_core.runnables import RunnableLambda


@dataclass(frozen=True)
class ModelSpec:
    endpoint: str
    temperature: float = 0.0


@dataclass(frozen=True)
class IndexSpec:
    catalog: str = "main"
    schema: str = "wiki"
    name: str = "pages_index"

    @property
    def full_name(self) -> str:
        return f"{self.catalog}.{self.schema}.{self.name}"


@dataclass
class AgentConfig:
    chat: ModelSpec = ModelSpec("databricks-claude-sonnet-4")
    guard: ModelSpec = field(default_factory=lambda: ModelSpec(endpoint="databricks-llama-guard"))
    index: IndexSpec = field(default_factory=IndexSpec)
    archive: IndexSpec = field(default_factory=lambda: IndexSpec(name="archive_index"))


CONFIG = AgentConfig(chat=ModelSpec("databricks-gpt-5", 1.0))

chat = ChatDatabricks(model=CONFIG.chat.endpoint, temperature=CONFIG.chat.temperature)
guard = ChatDatabricks(model=CONFIG.guard.endpoint)
pages = VectorSearchRetrieverTool(index_name=CONFIG.index.full_name, num_results=5)


def answer(state: dict) -> str:
    question = state["messages"][-1]["content"]
    if "unsafe" in guard.invoke(question).content:
        return "No."
    context = "\n".join(d.page_content for d in pages.invoke(question))
    return chat.invoke(f"{context}\n\n{question}").content


mlflow.models.set_model(RunnableLambda(answer))
