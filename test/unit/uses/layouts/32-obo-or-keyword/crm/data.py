from typing import Optional

from databricks.sdk import WorkspaceClient

WAREHOUSE = "abcdef0123456789"
SPACE = "01f0beefbeefbeefbeef000011112222"
_service = WorkspaceClient()


def account_notes(question: str, *, client: Optional[WorkspaceClient] = None) -> list:
    api = (client or _service).statement_execution
    answer = api.execute_statement(
        warehouse_id=WAREHOUSE,
        statement="SELECT note FROM crm.sales.notes ORDER BY written DESC LIMIT 20",
    )
    return answer.result.data_array or []


def ask_space(question: str, client: Optional[WorkspaceClient] = None) -> str:
    client = client or _service
    message = client.genie.start_conversation_and_wait(SPACE, question)
    return message.content or ""


def score(text: str, client: WorkspaceClient = _service) -> float:
    answer = client.serving_endpoints.query("crm-lead-score", inputs=[text])
    return float(answer.predictions[0])
