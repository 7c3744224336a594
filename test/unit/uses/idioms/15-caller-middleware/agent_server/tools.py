from databricks.sdk.service.serving import ExternalFunctionRequestHttpMethod as Verb
from databricks_langchain.genie import GenieAgent
from langchain_core.tools import StructuredTool, tool

from agent_server.identity import caller


@tool(parse_docstring=True)
def open_tickets(project: str) -> list:
    """Tickets of a project that the caller may see.

    Args:
        project: Key of the project.
    """
    rows = caller().statement_execution.execute_statement(
        warehouse_id="4b4c4d4e5f606162",
        statement="SELECT id, title FROM desk.tickets.visible WHERE project = :p",
        parameters=[{"name": "p", "value": project}],
    )
    return rows.result.data_array or []


def comment(ticket: str, text: str) -> str:
    """Write a comment."""
    reply = caller().serving_endpoints.http_request(
        conn=CONNECTION, method=Verb.POST, path=f"/tickets/{ticket}/comments", json={"text": text}
    )
    return "written" if reply.ok else reply.text


def workload():
    return GenieAgent(
        genie_space_id="01f0616263646566676869707172737a", genie_agent_name="workload", client=caller()
    ).as_tool(name="workload", description="Who works on what")


CONNECTION = "ticket_system"


def all_tools() -> list:
    return [open_tickets, StructuredTool.from_function(comment), workload()]
