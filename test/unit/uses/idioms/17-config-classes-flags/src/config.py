import os


class Config:
    CATALOG = "dev"
    SPACE: str | None = None
    LLM = "databricks-gpt-oss-20b"

    @property
    def index(self) -> str:
        return f"{self.CATALOG}.manuals.pages_index"

    @property
    def functions(self) -> list[str]:
        return [f"{self.CATALOG}.manuals.{f}" for f in ("torque_of", "part_number")]


class Dev(Config):
    SPACE = "01f0dddddddddddddddddddddddddddd"


class Prod(Config):
    CATALOG = "plant"
    SPACE = "01f0abababababababababababababab"
    LLM = "databricks-claude-opus-4-1"


_BY_STAGE = {"dev": Dev, "prod": Prod}


def load() -> Config:
    return _BY_STAGE[os.environ.get("APP_STAGE", "dev")]()
