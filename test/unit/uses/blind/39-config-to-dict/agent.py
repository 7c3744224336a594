from typing import Any

import mlflow
from databricks.sdk import WorkspaceClient
from databricks.sdk.service.sql import StatementParameterListItem
from databricks_openai import DatabricksOpenAI, VectorSearchRetrieverTool
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse

from schema import AgentConfig, Sql

raw: dict[str, Any] = mlflow.models.ModelConfig(development_config="dev.yml").to_dict()
config = AgentConfig(**raw)
sql = Sql(**config.sql)
retrievers = [VectorSearchRetrieverTool(index_name=s.index, num_results=s.k) for s in config.search if s.enabled]


def rows(table: str, account: str) -> list:
    found = WorkspaceClient().statement_execution.execute_statement(
        sql.select(table), sql.warehouse, parameters=[StatementParameterListItem(name="account", value=account)]
    )
    return found.result.data_array or []


class Bank(ResponsesAgent):
    def __init__(self):
        self.client = DatabricksOpenAI()

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        account = (request.custom_inputs or {})["account"]
        context = {table: rows(table, account) for table in sql.tables}
        reply = self.client.chat.completions.create(
            model=config.chat.endpoint,
            max_tokens=config.chat.max_tokens,
            messages=[{"role": "system", "content": str(context)}, *(i.model_dump() for i in request.input)],
            tools=[r.tool for r in retrievers],
        )
        return ResponsesAgentResponse(output=[self.create_text_output_item(reply.choices[0].message.content, "1")])


mlflow.models.set_model(Bank())
