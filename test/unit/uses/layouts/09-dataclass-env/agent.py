import os
from dataclasses import dataclass, field

import mlflow
from databricks.sdk import WorkspaceClient
from databricks_langchain import ChatDatabricks, UCFunctionToolkit, VectorSearchRetrieverTool
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse


def env(name: str, default: str | None = None) -> str:
    value = os.environ.get(name, default)
    if value is None:
        raise RuntimeError(f"{name} is not set")
    return value


@dataclass(frozen=True)
class Config:
    llm: str = field(default_factory=lambda: env("LLM_ENDPOINT", "databricks-claude-sonnet-4"))
    warehouse_id: str = field(default_factory=lambda: env("WAREHOUSE_ID", "0000000000000000"))
    catalog: str = "energy"
    schema: str = "grid"
    judge: str = field(default_factory=lambda: env("JUDGE_ENDPOINT"))
    manuals_index: str = field(default_factory=lambda: os.getenv("MANUALS_INDEX", ""))

    def table(self, name: str) -> str:
        return ".".join((self.catalog, self.schema, name))


CONFIG = Config()


class GridAgent(ResponsesAgent):
    def __init__(self, config: Config = CONFIG):
        self.config = config
        self.workspace = WorkspaceClient()
        self.llm = ChatDatabricks(endpoint=config.llm)
        self.judge = ChatDatabricks(endpoint=config.judge, max_tokens=5)
        self.tools = list(UCFunctionToolkit(function_names=[config.table("load_forecast")]).tools)
        if config.manuals_index:
            self.tools.append(VectorSearchRetrieverTool(index_name=config.manuals_index))

    def outages(self) -> list:
        rows = self.workspace.statement_execution.execute_statement(
            statement=f"SELECT region, since FROM {self.config.table('outages')} WHERE cleared IS NULL",
            warehouse_id=self.config.warehouse_id,
        )
        return rows.result.data_array or []

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        question = str(request.input[-1].content)
        bound = self.llm.bind_tools(self.tools)
        reply = bound.invoke([("system", f"Outages: {self.outages()}"), ("user", question)])
        if self.judge.invoke(f"Is this an answer? {reply.content}").content.startswith("no"):
            reply = self.llm.invoke(question)
        return ResponsesAgentResponse(
            output=[self.create_text_output_item(text=str(reply.content), id="msg_0")]
        )


mlflow.models.set_model(GridAgent())
