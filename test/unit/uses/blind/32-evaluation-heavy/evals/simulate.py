from databricks.sdk import WorkspaceClient

from . import simulator


def conversation(turns: int = 3):
    w = WorkspaceClient()
    for _ in range(turns):
        question = simulator.invoke("Ask something about travel.").content
        yield question, w.serving_endpoints.query(name="travel-agent", prompt=question)
