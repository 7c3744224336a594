from dataclasses import dataclass, field


@dataclass
class Worker:
    name: str
    description: str


@dataclass
class GenieWorker(Worker):
    space_id: str = ""


@dataclass
class ToolWorker(Worker):
    functions: list[str] = field(default_factory=list)


SUPERVISOR_LLM = "databricks-claude-opus-4-1"
WORKER_LLM = "databricks-claude-sonnet-4"

WORKERS: list[Worker] = [
    GenieWorker("sales", "Sales figures", space_id="01f0aa00bb11cc22dd33ee44ff556677"),
    GenieWorker("returns", "Returns and refunds", space_id="01f0aa00bb11cc22dd33ee44ff556678"),
    ToolWorker("maths", "Computes", functions=["system.ai.python_exec", "sales.tools.margin"]),
]
