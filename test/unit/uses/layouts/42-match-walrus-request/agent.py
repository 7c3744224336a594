import re

import mlflow
from databricks.sdk import WorkspaceClient
from databricks.vector_search.client import VectorSearchClient
from databricks_langchain import ChatDatabricks
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse

SPACES = {"sales": "01f0000011112222333344445555666a", "stock": "01f0000011112222333344445555666b"}
WAREHOUSE = "13579bdf02468ace"

workspace = WorkspaceClient()
search = VectorSearchClient()


def tenant_index(tenant: str):
    return search.get_index(index_name=f"tenants.{tenant}.notes_index")


def run_sql(statement: str) -> list:
    return workspace.statement_execution.execute_statement(
        warehouse_id=WAREHOUSE, statement=statement
    ).result.data_array


def ask(space: str, question: str) -> str:
    return workspace.genie.start_conversation_and_wait(space, question).content or ""


class TenantAgent(ResponsesAgent):
    def facts(self, kind, extra: dict, question: str):
        match kind:
            case "space" if (space := SPACES.get(extra["topic"])) is not None:
                return ask(space, question)
            case "sql":
                return run_sql(extra["statement"])
            case "notes" | "memo":
                found = tenant_index(extra["tenant"]).similarity_search(
                    query_text=question, columns=["text"]
                )
                return found["result"]["data_array"]
            case str(other) if m := re.match(r"ask:(.+)", other):
                return workspace.serving_endpoints.query(name=m[1], inputs=[question]).predictions
            case _:
                return []

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        extra = request.custom_inputs or {}
        question = str(request.input[-1].content)
        facts = self.facts(extra.get("kind"), extra, question)
        llm = ChatDatabricks(endpoint="databricks-claude-sonnet-4")
        reply = llm.invoke(f"{facts}\n\n{question}")
        return ResponsesAgentResponse(
            output=[self.create_text_output_item(text=reply.content, id=reply.id)]
        )


mlflow.models.set_model(TenantAgent())
