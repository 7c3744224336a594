import os
from dataclasses import dataclass


@dataclass
class AppConfig:
    endpoint: str
    space: str
    index: str | None = None
    reranker: str | None = None

    @classmethod
    def from_env(cls) -> "AppConfig":
        return cls(
            endpoint=os.environ["SERVING_ENDPOINT"],
            space=os.environ["GENIE_SPACE_ID"],
            index=os.environ.get("SALES_INDEX"),
        )
