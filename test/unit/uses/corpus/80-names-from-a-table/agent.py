import mlflow
from databricks.sdk import WorkspaceClient
from databricks_langchain import ChatDatabricks, VectorSearchRetrieverTool
from databricks_langchain.genie import GenieAgent

w = WorkspaceClient()


def routes() -> list[dict]:
    out = w.statement_execution.execute_statement(
        warehouse_id="0a0b0c0d0e0f0a0b",
        statement="SELECT kind, target, topic FROM platform.agents.routes WHERE active",
    )
    return [dict(zip(("kind", "target", "topic"), row)) for row in out.result.data_array]


MAKE = {
    "llm": lambda t: ChatDatabricks(endpoint=t),
    "index": lambda t: VectorSearchRetrieverTool(index_name=t),
    "genie": lambda t: GenieAgent(genie_space_id=t),
}


class Model(mlflow.pyfunc.PythonModel):
    def load_context(self, context):
        self.targets = {r["topic"]: MAKE[r["kind"]](r["target"]) for r in routes()}

    def predict(self, context, model_input, params=None):
        return self.targets[model_input["topic"]].invoke(model_input["question"])


mlflow.models.set_model(Model())
