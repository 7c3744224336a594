from __future__ import annotations

import dataclasses
import os
from dataclasses import dataclass, field, replace
from typing import ClassVar, Iterator, Mapping, Protocol

import mlflow
from databricks_langchain import ChatDatabricks, DatabricksEmbeddings, DatabricksVectorSearch
from langchain_core.documents import Document
from mlflow.pyfunc import ChatAgent
from mlflow.types.agent import ChatAgentChunk, ChatAgentMessage, ChatAgentResponse


@dataclass(frozen=True, slots=True)
class Endpoint:
    name: str
    temperature: float = 0.0
    fallback: Endpoint | None = None


@dataclass(frozen=True)
class Profile:
    schema: str
    chat: Endpoint
    embed: str = "databricks-gte-large-en"
    indexes: tuple[str, ...] = ("handbook",)
    catalog: str = "airline"
    limits: Mapping[str, int] = field(default_factory=lambda: {"k": 4})
    VERSION: ClassVar[int] = 3

    def __post_init__(self):
        if not self.indexes:
            raise ValueError("no index")

    def qualified(self) -> Iterator[str]:
        for index in self.indexes:
            yield f"{self.catalog}.{self.schema}.{index}_vs"


BASE = Profile(schema="prod", chat=Endpoint("databricks-claude-sonnet-4"))
CREW = replace(
    BASE,
    indexes=BASE.indexes + ("rosters", "union_rules"),
    chat=dataclasses.replace(BASE.chat, fallback=Endpoint("databricks-gpt-oss-20b", 0.2)),
)
PASSENGER = replace(BASE, indexes=("faq",), chat=replace(BASE.chat, name="databricks-llama-4-maverick"))
PROFILES = {"crew": CREW, "passenger": PASSENGER}

ACTIVE = PROFILES[os.environ.get("AIRLINE_PROFILE", "crew").lower()]


class Store(Protocol):
    def similarity_search(self, query: str, k: int) -> list[Document]: ...


def stores(profile: Profile) -> dict[str, Store]:
    embedding = DatabricksEmbeddings(endpoint=profile.embed)
    return {
        name.rpartition(".")[-1]: DatabricksVectorSearch(
            index_name=name, embedding=embedding, text_column="chunk", columns=["title"]
        )
        for name in profile.qualified()
    }


def model(endpoint: Endpoint):
    llm = ChatDatabricks(endpoint=endpoint.name, temperature=endpoint.temperature)
    if endpoint.fallback is not None:
        return llm.with_fallbacks([model(endpoint.fallback)])
    return llm


class CrewAgent(ChatAgent):
    def __init__(self, profile: Profile = ACTIVE):
        self.stores = stores(profile)
        self.llm = model(profile.chat)
        self.k = profile.limits["k"]

    def _context(self, question: str) -> str:
        return "\n".join(d.page_content for s in self.stores.values() for d in s.similarity_search(question, k=self.k))

    def predict(self, messages, context=None, custom_inputs=None):
        found = self._context(messages[-1].content)
        reply = self.llm.invoke([("system", found)] + [(m.role, m.content) for m in messages])
        return ChatAgentResponse(messages=[ChatAgentMessage(role="assistant", content=reply.content, id=reply.id)])

    def predict_stream(self, messages, context=None, custom_inputs=None):
        for chunk in self.llm.stream([(m.role, m.content) for m in messages]):
            yield ChatAgentChunk(delta=ChatAgentMessage(role="assistant", content=chunk.content, id=chunk.id))


mlflow.models.set_model(CrewAgent())
