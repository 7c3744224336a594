from databricks_langchain import ChatDatabricks
from langgraph_supervisor import create_supervisor

from ..settings import Settings
from .workers import Workers

PROMPT = """You route questions.
- ops: runbooks and tickets, e.g. `SELECT * FROM platform.ops.tickets`
- cost: cost of clusters
"""


def build_graph(settings: Settings):
    workers = Workers(settings)
    supervisor = create_supervisor(
        agents=[workers.ops(), workers.numbers(), workers.platform()],
        model=ChatDatabricks(endpoint=settings.models.supervisor, temperature=settings.models.temperature),
        prompt=PROMPT,
        output_mode="last_message",
    )
    return supervisor.compile(name="copilot")
