import os

PREFIX = "databricks/"

CANDIDATES = (
    "databricks-claude-sonnet-4",
    os.environ.get("SECOND_CHOICE") or "databricks-gpt-oss-120b",
)


def provider(name: str) -> str:
    return name if name.startswith(PREFIX) else PREFIX + name
