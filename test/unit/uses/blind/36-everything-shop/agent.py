from __future__ import annotations

import functools
import logging
import os
from collections import namedtuple
from enum import StrEnum
from itertools import chain, product
from operator import attrgetter
from typing import Any, Final, Iterable, TypedDict, overload

import mlflow
from databricks.sdk import WorkspaceClient
from databricks_langchain import (
    ChatDatabricks,
    DatabricksEmbeddings,
    DatabricksVectorSearch,
    UCFunctionToolkit,
)
from langchain_core.runnables import ConfigurableField
from langchain_core.tools import BaseTool
from langgraph.prebuilt import create_react_agent
from mlflow.pyfunc import ChatAgent
from mlflow.types.agent import ChatAgentMessage, ChatAgentResponse

__all__ = ("AGENT",)
logger = logging.getLogger(__name__)


class Model(StrEnum):
    SONNET = "databricks-claude-sonnet-4-5"
    OPUS = "databricks-claude-opus-4-1"
    MINI = "databricks-gpt-5-mini"
    NANO = "databricks-gpt-5-nano"

    @classmethod
    def from_env(cls, key: str, default: Model) -> Model:
        return cls(os.environ.get(key, default))


class Region(StrEnum):
    EU = "eu"
    US = "us"


Source = namedtuple("Source", "schema table columns", defaults=(("id", "text"),))
SOURCES: Final = [Source("content", "articles"), Source("content", "recipes", ("id", "text", "title"))]
REGIONS: Final = (Region.EU, Region.US)


class Field:
    """A descriptor that reads a setting once."""

    def __init__(self, key: str, default: Any):
        self.key, self.default = key, default

    def __set_name__(self, owner, name):
        self.slot = f"_{name}"

    def __get__(self, obj, owner=None):
        if obj is None:
            return self
        if not hasattr(obj, self.slot):
            setattr(obj, self.slot, os.environ.get(self.key, self.default))
        return getattr(obj, self.slot)


class Settings:
    catalog = Field("SHOP_CATALOG", "shop")
    embedding = Field("SHOP_EMBEDDING", "databricks-gte-large-en")
    room = Field("SHOP_ROOM", "01f05409540954095409540954095409")


settings = Settings()


@functools.lru_cache(maxsize=8)
def chat(model: Model = Model.SONNET, /, *, temperature: float = 0.0) -> ChatDatabricks:
    return ChatDatabricks(endpoint=model, temperature=temperature)


@functools.singledispatch
def describe(thing: Any) -> str:
    return str(thing)


@describe.register
def _(thing: list) -> str:
    return ", ".join(map(describe, thing))


@overload
def store(source: Source, region: None = ...) -> None: ...
@overload
def store(source: Source, region: Region) -> DatabricksVectorSearch: ...
def store(source, region=None):
    if region is None:
        return None
    *_, last = source.columns
    return DatabricksVectorSearch(
        index_name=f"{settings.catalog}_{region}.{source.schema}.{source.table}_index",
        embedding=DatabricksEmbeddings(endpoint=settings.embedding),
        text_column="text",
        columns=[*source.columns],
        doc_uri=last,
    )


class Search(BaseTool):
    name: str = "search"
    description: str = "Searches articles and recipes"
    stores: list[Any]

    def _run(self, query: str) -> str:
        docs = chain.from_iterable(s.similarity_search(query, k=2) for s in self.stores)
        return "\n".join(map(attrgetter("page_content"), docs))


class Genie(BaseTool):
    name: str = "genie"
    description: str = "Figures"

    def _run(self, question: str) -> str:
        message = WorkspaceClient().genie.start_conversation_and_wait(space_id=settings.room, content=question)
        return describe([a.text.content for a in message.attachments or [] if a.text])


class Inputs(TypedDict, total=False):
    region: str
    thorough: bool


def functions(*groups: Iterable[str], schema: str = "tools") -> list[BaseTool]:
    names = {f"{settings.catalog}_eu.{schema}.{n}" for g in groups for n in g}
    return UCFunctionToolkit(function_names=sorted(names)).tools


CART, PAY = ["add_to_cart", "empty_cart"], {"quote": "", "pay": ""}
tools: list[BaseTool] = [
    Search(stores=[store(s, r) for s, r in product(SOURCES, REGIONS) if (s.table, r) != ("recipes", Region.US)]),
    Genie(),
]
tools += functions(CART, PAY.keys())


class Shop(ChatAgent):
    def __init__(self, /, fast: Model = Model.from_env("SHOP_FAST", Model.MINI)):
        self._agents = {thorough: self._agent(Model.OPUS if thorough else fast) for thorough in (False, True)}

    @staticmethod
    def _agent(model: Model):
        return create_react_agent(chat(model), tools, prompt=f"Shop. Not {Model.NANO}.")

    def predict(self, messages, context=None, custom_inputs: Inputs | None = None):
        inputs = custom_inputs or {}
        agent = self._agents[bool(inputs.get("thorough"))]
        reply = agent.invoke({"messages": [m.model_dump() for m in messages]})["messages"][-1]
        return ChatAgentResponse(messages=[ChatAgentMessage(role="assistant", content=reply.content, id=reply.id)])


configurable = functools.partial(ConfigurableField, id="endpoint", name="Endpoint")
mlflow.models.set_model(AGENT := Shop())
