import os
from typing import NamedTuple, Optional

_STAGE = os.getenv("COPILOT_STAGE") or "prod"


class Models(NamedTuple):
    supervisor: str
    worker: str = "databricks-meta-llama-3-3-70b-instruct"
    temperature: float = 0.0


class Index(NamedTuple):
    name: str
    k: int = 5
    columns: Optional[list] = None


class Settings(NamedTuple):
    models: Models
    runbooks: Index
    tickets: Index
    genie_room: str
    functions: tuple = ()


def _catalog() -> str:
    return "platform"


def load() -> Settings:
    cat = _catalog()
    base = Settings(
        models=Models("databricks-claude-sonnet-4-5"),
        runbooks=Index(f"{cat}.ops.runbooks_idx"),
        tickets=Index(name=f"{cat}.ops.tickets_idx", k=12, columns=["id", "title", "body"]),
        genie_room="01f09c0ffee0000000000000000c0a57",
    )
    return base._replace(functions=tuple(f"{cat}.tools.{f}" for f in ("job_status", "cluster_cost")))
