import mlflow
from databricks.sdk import WorkspaceClient
from databricks.sdk.credentials_provider import ModelServingUserCredentials
from databricks_langchain import ChatDatabricks, VectorSearchRetrieverTool
from databricks_langchain.genie import GenieAgent
from langgraph.prebuilt import create_react_agent
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import (
    ResponsesAgentRequest,
    ResponsesAgentResponse,
    output_to_responses_items_stream,
    to_chat_completions_input,
)

POLICIES = "procurement.docs.policies_index"
SPEND = "01f0123123123123abcabcabcabcabc0"


def client_for(request: ResponsesAgentRequest) -> WorkspaceClient:
    if (request.custom_inputs or {}).get("as_user", True):
        client = WorkspaceClient(credentials_strategy=ModelServingUserCredentials())
    else:
        client = WorkspaceClient()
    return client


class ProcurementAgent(ResponsesAgent):
    def __init__(self):
        self.llm = ChatDatabricks(endpoint="databricks-claude-sonnet-4")

    def tools(self, client: WorkspaceClient) -> list:
        spend = GenieAgent(
            genie_space_id=SPEND,
            genie_agent_name="spend",
            client=client,
        )
        policies = VectorSearchRetrieverTool(index_name=POLICIES, workspace_client=client)
        return [spend.as_tool(name="spend", description="Spend of the company"), policies]

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        graph = create_react_agent(self.llm, self.tools(client_for(request)))
        messages = to_chat_completions_input([i.model_dump() for i in request.input])
        out = graph.invoke({"messages": messages})
        events = output_to_responses_items_stream([out["messages"][-1]])
        return ResponsesAgentResponse(output=[e.item for e in events])


mlflow.models.set_model(ProcurementAgent())
