import mlflow
from databricks_langchain import ChatDatabricks
from langgraph.prebuilt import create_react_agent
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse

from bank.context import SYSTEM, RequestContext
from bank.tools import account_tools, public_tools

llm = ChatDatabricks(endpoint="databricks-claude-sonnet-4", workspace_client=SYSTEM.client)


class BankAgent(ResponsesAgent):
    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        context = RequestContext()
        tools = public_tools(SYSTEM) + account_tools(context)
        out = create_react_agent(llm, tools).invoke({"messages": [i.model_dump() for i in request.input]})
        return ResponsesAgentResponse(output=[self.create_text_output_item(out["messages"][-1].content, "m")])


mlflow.models.set_model(BankAgent())
