import mlflow
from databricks.sdk import WorkspaceClient
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse

from agents.ops.outside import Connection, call, classify


class OpsAgent(ResponsesAgent):
    def __init__(self):
        self.workspace = WorkspaceClient()

    def hooks(self) -> list[list[str]]:
        answer = self.workspace.statement_execution.execute_statement(
            warehouse_id="77aa88bb99cc00dd",
            statement="SELECT connection, path FROM ops.registry.hooks WHERE enabled",
        )
        return answer.result.data_array or []

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        text = str(request.input[-1].content)
        severity = classify(text, self.workspace)
        issue = call(Connection.JIRA, "/rest/api/3/issue", {"summary": text}, self.workspace)
        if severity == "high":
            call(Connection.PAGER, "/v2/enqueue", {"summary": text}, self.workspace)
        for connection, path in self.hooks():
            call(connection, path, {"issue": issue["key"]}, self.workspace)
        return ResponsesAgentResponse(
            output=[self.create_text_output_item(text=f"{issue['key']} ({severity})", id="issue")]
        )


mlflow.models.set_model(OpsAgent())
