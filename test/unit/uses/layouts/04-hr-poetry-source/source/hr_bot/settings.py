from functools import lru_cache

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="HR_", extra="ignore")

    llm: str = "databricks-claude-sonnet-4"
    handbook_index: str = "people.hr.handbook_index"
    leave_space: str = Field(default="01ef7788990011223344556677889900")
    embeddings: str  # no default: each stage has its own


@lru_cache
def get_settings() -> Settings:
    return Settings()
