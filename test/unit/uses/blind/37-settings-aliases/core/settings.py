from pydantic import AliasChoices, BaseModel, Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Retrieval(BaseModel):
    catalog: str = "claims_prod"
    name: str = Field(default="kb.policies_index", validation_alias=AliasChoices("INDEX", "VS_INDEX"))
    top_k: int = 4

    @property
    def full(self) -> str:
        return f"{self.catalog}.{self.name}"


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="CLAIMS_", env_nested_delimiter="__", env_file=".env", extra="ignore")

    llm_endpoint: str = Field("databricks-claude-sonnet-4", alias="LLM_ENDPOINT")
    judge_endpoint: str = "databricks-gpt-oss-20b"
    warehouse_id: str = Field(..., alias="DATABRICKS_WAREHOUSE_ID")
    genie_space: str = Field(validation_alias="GENIE_SPACE_ID", default="01ef37373737373737373737373737aa")
    retrieval: Retrieval = Field(default_factory=Retrieval)
    timeout: float = 30

    @field_validator("timeout")
    @classmethod
    def positive(cls, value: float) -> float:
        if value <= 0:
            raise ValueError("timeout must be positive")
        return value


settings = Settings()
