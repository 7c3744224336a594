from __future__ import annotations

from enum import Enum
from functools import lru_cache
from typing import Annotated, Any, Optional

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, computed_field, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Stage(str, Enum):
    DEV = "dev"
    PROD = "prod"


def strip(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


Name = Annotated[str, BeforeValidator(strip), Field(min_length=3)]


class LLM(BaseModel):
    endpoint: Name
    temperature: float = Field(default=0.1, ge=0, le=2)
    max_tokens: Optional[int] = None

    @field_validator("endpoint")
    @classmethod
    def known(cls, value: str) -> str:
        if not value.startswith("databricks-"):
            raise ValueError("only foundation models")
        return value


class Search(BaseModel):
    catalog: str = "retail"
    schema_: str = Field("search", alias="schema")
    table: str
    k: int = 5

    @computed_field
    @property
    def index(self) -> str:
        return f"{self.catalog}.{self.schema_}.{self.table}_index"


class AgentSettings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="SHOP_", env_nested_delimiter="__")

    stage: Stage = Stage.PROD
    chat: LLM = LLM(endpoint=" databricks-claude-sonnet-4-5 ", max_tokens=1500)
    judge: LLM = Field(default_factory=lambda: LLM(endpoint="databricks-gpt-oss-120b"))
    products: Search = Search(table="products")
    reviews: Search = Field(default=Search(table="reviews", k=20))
    tool_names: list[str] = ["stock", "delivery_date"]
    warehouse: Annotated[Optional[str], AfterValidator(strip)] = None

    @property
    def functions(self) -> list[str]:
        return [f"retail.tools.{n}" for n in self.tool_names]

    @computed_field
    @property
    def warehouse_id(self) -> str:
        return self.warehouse or "5403a5403a5403a5"

    @model_validator(mode="after")
    def check(self) -> AgentSettings:
        if self.stage is Stage.DEV:
            assert self.products.k < 100
        return self


@lru_cache(maxsize=1)
def settings() -> AgentSettings:
    return AgentSettings()
