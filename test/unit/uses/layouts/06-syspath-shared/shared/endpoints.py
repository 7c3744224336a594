from pathlib import Path

import yaml
from databricks_langchain import ChatDatabricks

with open(Path(__file__).with_name("endpoints.yml"), encoding="utf-8") as handle:
    CONFIG = yaml.safe_load(handle)


def chat_for(role: str) -> ChatDatabricks:
    spec = CONFIG["roles"][role]
    return ChatDatabricks(endpoint=spec["endpoint"], temperature=spec.get("temperature", 0))
