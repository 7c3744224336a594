import mlflow
from databricks.sdk import WorkspaceClient
from databricks.sdk.credentials_provider import ModelServingUserCredentials
from databricks.sdk.service.serving import ExternalFunctionRequestHttpMethod
from databricks.vector_search.client import VectorSearchClient
from databricks.vector_search.utils import CredentialStrategy
from databricks_mcp import DatabricksMCPClient
from databricks_openai import DatabricksFunctionClient, DatabricksOpenAI


class PersonalAgent(mlflow.pyfunc.PythonModel):
    """Builds its clients per request, since the token lives no longer."""

    def clients(self):
        w = WorkspaceClient(credentials_strategy=ModelServingUserCredentials())
        search = VectorSearchClient(
            credential_strategy=CredentialStrategy.MODEL_SERVING_USER_CREDENTIALS, disable_notice=True
        )
        return w, search, DatabricksOpenAI(workspace_client=w)

    def predict(self, context, model_input, params=None):
        w, search, openai = self.clients()
        question = model_input["messages"][-1]["content"]

        mails = search.get_index(index_name="main.office.mails_index").similarity_search(
            query_text=question, columns=["subject", "body"], num_results=5
        )
        functions = DatabricksFunctionClient(client=w)
        manager = functions.execute_function("main.office.manager_of", {"question": question}).value
        calendar = DatabricksMCPClient(f"{w.config.host}/api/2.0/mcp/external/calendar_conn", w)
        slots = calendar.call_tool("free_slots", {"user": manager})
        w.serving_endpoints.http_request(
            conn="crm_conn", method=ExternalFunctionRequestHttpMethod.GET, path="/contacts/recent"
        )
        out = openai.chat.completions.create(
            model="databricks-claude-sonnet-4-5",
            messages=[{"role": "user", "content": f"{question}\n{mails}\n{slots}"}],
        )
        return out.choices[0].message.content


mlflow.models.set_model(PersonalAgent())
