from dataclasses import dataclass, field

from pydantic import BaseModel, ConfigDict, Field


class Search(BaseModel):
    index: str
    k: int = 5
    enabled: bool = True


class Chat(BaseModel):
    model_config = ConfigDict(populate_by_name=True)
    endpoint: str = Field(alias="endpoint_name")
    max_tokens: int = 500


class AgentConfig(BaseModel):
    chat: Chat
    search: list[Search] = []
    sql: dict[str, str] = {}


@dataclass(frozen=True)
class Sql:
    warehouse: str
    schema_name: str
    tables: list[str] = field(default_factory=lambda: ["balances", "bookings"])

    def select(self, table: str) -> str:
        return f"SELECT * FROM {self.schema_name}.{table} WHERE account = :account"
