import mlflow
from databricks_langchain import ChatDatabricks, UCFunctionToolkit, VectorSearchRetrieverTool
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse

from identity import workspace


def searcher(index: str, role: str) -> VectorSearchRetrieverTool:
    return VectorSearchRetrieverTool(index_name=index, workspace_client=workspace(role))


PUBLIC = searcher("wiki.public.pages_index", "agent")


class WikiAgent(ResponsesAgent):
    def __init__(self):
        self.functions = UCFunctionToolkit(function_names=["wiki.tools.page_owner"]).tools

    def model(self, role: str):
        return ChatDatabricks(endpoint="databricks-gpt-oss-120b", workspace_client=workspace(role))

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        question = str(request.input[-1].content)
        private = searcher("wiki.private.pages_index", "caller")
        pages = PUBLIC.invoke(question) + private.invoke(question)
        role = (request.custom_inputs or {}).get("bill_to", "caller")
        llm = self.model(role).bind_tools(self.functions)
        reply = llm.invoke(f"{pages}\n\n{question}")
        return ResponsesAgentResponse(
            output=[self.create_text_output_item(text=str(reply.content), id="wiki")]
        )


mlflow.models.set_model(WikiAgent())
