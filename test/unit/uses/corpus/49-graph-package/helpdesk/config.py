import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    writer: str = "databricks-claude-sonnet-4"
    grader: str = "databricks-gpt-oss-20b"
    catalog: str = os.environ.get("HELPDESK_CATALOG", "main")
    schema: str = "helpdesk"
    max_attempts: int = 2

    @property
    def index(self) -> str:
        return f"{self.catalog}.{self.schema}.solutions_index"

    def function(self, name: str) -> str:
        return ".".join((self.catalog, self.schema, name))


settings = Settings()
