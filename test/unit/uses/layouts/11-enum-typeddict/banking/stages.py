from enum import Enum
from typing import TypedDict


class StageSettings(TypedDict):
    catalog: str
    warehouse: str
    llm: str


class Topic(Enum):
    CARDS = "cards"
    LOANS = "loans"


STAGES: dict[str, StageSettings] = {
    "dev": {"catalog": "bank_dev", "warehouse": "aaaa1111bbbb2222", "llm": "databricks-gpt-oss-20b"},
    "prod": {"catalog": "bank", "warehouse": "cccc3333dddd4444", "llm": "databricks-claude-sonnet-4"},
}

STAGE = "prod"
CURRENT = STAGES[STAGE]
