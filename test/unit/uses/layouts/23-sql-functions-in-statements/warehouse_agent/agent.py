import mlflow
from databricks.sdk import WorkspaceClient
from databricks.sdk.service.sql import StatementParameterListItem as Param
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse

from warehouse_agent import statements as sql


class HotelAgent(ResponsesAgent):
    WAREHOUSE = "1234abcd5678ef90"

    def __init__(self):
        self.api = WorkspaceClient().statement_execution

    def rows(self, statement: str, **parameters: str):
        answer = self.api.execute_statement(
            warehouse_id=self.WAREHOUSE,
            statement=statement,
            parameters=[Param(name=k, value=v) for k, v in parameters.items()],
        )
        return answer.result.data_array or []

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        question = str(request.input[-1].content)
        if question.startswith("price"):
            _, room, night = question.split(maxsplit=2)
            text = str(self.rows(sql.PRICE, room=room, night=night))
        elif "mood" in question:
            text = str(self.rows(sql.REVIEWS))
        else:
            similar = self.rows(sql.SIMILAR, text=question)
            text = "\n".join(str(row) for row in similar)
            if len(similar) > 3:
                self.rows(sql.NOTIFY, text=f"{len(similar)} similar complaints")
        return ResponsesAgentResponse(output=[self.create_text_output_item(text=text, id="rows")])


mlflow.models.set_model(HotelAgent())
