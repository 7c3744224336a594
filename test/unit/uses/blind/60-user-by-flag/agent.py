from contextlib import contextmanager
from functools import partial

import mlflow
from databricks.sdk import WorkspaceClient
from databricks_ai_bridge import ModelServingUserCredentials
from databricks_openai import DatabricksOpenAI, VectorSearchRetrieverTool
from mlflow.pyfunc import ResponsesAgent
from unitycatalog.ai.core.databricks import DatabricksFunctionClient

user_client = partial(WorkspaceClient, credentials_strategy=ModelServingUserCredentials())


@contextmanager
def identity(kind: str = "agent"):
    match kind:
        case "user":
            yield user_client()
        case _:
            yield WorkspaceClient()


class Clinic(ResponsesAgent):
    def predict(self, request):
        with identity("user") as u:
            record = DatabricksFunctionClient(client=u).execute_function("clinic.tools.record", {})
            rooms = u.genie.start_conversation_and_wait("01f06060606060606060606060606060", "rooms")
        with identity() as a:
            docs = VectorSearchRetrieverTool(index_name="clinic.kb.guides_index", workspace_client=a)
        llm = DatabricksOpenAI(workspace_client=user_client())
        reply = llm.chat.completions.create(model="clinic-chat", messages=[{"role": "user", "content": f"{record} {rooms}"}], tools=[docs.tool])
        again = DatabricksOpenAI().responses.create(model="clinic-check", input=str(reply))
        return {"output": [self.create_text_output_item(again.output_text, "1")]}


mlflow.models.set_model(Clinic())
