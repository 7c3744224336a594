from functools import cached_property

from databricks.sdk import WorkspaceClient
from databricks_openai import DatabricksOpenAI

from .repository import CustomerRepository
from .search import Searcher
from .settings import Llm, get_settings


class ChatModel:
    """A chat endpoint with its parameters."""

    def __init__(self, client: DatabricksOpenAI, llm: Llm):
        self._client = client
        self._llm = llm

    def complete(self, messages: list[dict], **extra) -> str:
        out = self._client.chat.completions.create(
            model=self._llm.endpoint,
            temperature=self._llm.temperature,
            max_tokens=self._llm.max_tokens,
            messages=messages,
            **extra,
        )
        return out.choices[0].message.content or ""


class Container:
    def __init__(self):
        self.settings = get_settings()

    @cached_property
    def workspace(self) -> WorkspaceClient:
        return WorkspaceClient()

    @cached_property
    def openai(self) -> DatabricksOpenAI:
        return DatabricksOpenAI(workspace_client=self.workspace)

    @cached_property
    def router_model(self) -> ChatModel:
        return ChatModel(self.openai, self.settings.router)

    @cached_property
    def analyst_model(self) -> ChatModel:
        return ChatModel(self.openai, self.settings.analyst)

    @cached_property
    def customers(self) -> CustomerRepository:
        sql = self.settings.sql
        return CustomerRepository(self.workspace, sql.warehouse_id, f"{sql.catalog}.{sql.schema_name}")

    @cached_property
    def opinions(self) -> Searcher:
        return Searcher(self.workspace, self.settings.search.opinions, self.settings.search.columns)

    @cached_property
    def contracts(self) -> Searcher:
        return Searcher(self.workspace, self.settings.search.contracts, self.settings.search.columns)
