from databricks.sdk import WorkspaceClient

from .data import genie_tool, sql_tool
from .docs import document_tool


def build_tools(*, user: WorkspaceClient, system: WorkspaceClient) -> list:
    return [
        sql_tool(user, "my_payslips", "SELECT month, net FROM hr.people.v_payslips WHERE employee = current_user()"),
        sql_tool(user, "my_team", "SELECT name FROM hr.people.v_team"),
        sql_tool(system, "holidays", "SELECT day, name FROM hr.public.holidays"),
        genie_tool(user),
        document_tool(system, "hr.public.handbook_index"),
        document_tool(user, "hr.people.contracts_index", name="my_contract"),
    ]
