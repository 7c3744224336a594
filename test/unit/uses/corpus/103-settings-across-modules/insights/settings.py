from functools import lru_cache
from typing import Literal

from pydantic import BaseModel, Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Llm(BaseModel):
    endpoint: str
    temperature: float = 0.0
    max_tokens: int = 1200


class Sql(BaseModel):
    warehouse_id: str = "7e57ab1e7e57ab1e"
    catalog: str = "cust"
    schema_name: str = Field("gold", alias="schema")


class Search(BaseModel):
    opinions: str = "cust.voice.opinions_index"
    contracts: str = "cust.legal.contracts_index"
    columns: list[str] = ["id", "text"]


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_nested_delimiter="__", env_file=".env", extra="ignore")

    stage: Literal["dev", "prod"] = "dev"
    router: Llm = Llm(endpoint="databricks-gpt-5-nano", max_tokens=5)
    analyst: Llm = Field(default_factory=lambda: Llm(endpoint="databricks-claude-sonnet-4-5", temperature=0.1))
    sql: Sql = Sql()
    search: Search = Field(default_factory=Search)


@lru_cache
def get_settings() -> Settings:
    return Settings()
