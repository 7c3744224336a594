import os

import mlflow
from databricks.sdk import WorkspaceClient
from databricks_langchain import (
    ChatDatabricks,
    CheckpointSaver,
    UCFunctionToolkit,
    VectorSearchRetrieverTool,
)
from databricks_langchain.genie import GenieAgent
from langgraph.prebuilt import create_react_agent
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import (
    ResponsesAgentRequest,
    ResponsesAgentResponse,
    output_to_responses_items_stream,
    to_chat_completions_input,
)

from tenant_bot.sources import from_volume, tenants

STAGE = os.environ["STAGE"]
workspace = WorkspaceClient()


class TenantBot(ResponsesAgent):
    def __init__(self):
        self.llm = ChatDatabricks(endpoint=f"tenant-llm-{STAGE}")
        self.common = UCFunctionToolkit(function_names=from_volume("functions")).tools
        self.tenants = tenants(workspace)

    def tools_of(self, tenant: str) -> list:
        space, index = self.tenants[tenant]
        genie = GenieAgent(genie_space_id=space, genie_agent_name=tenant)
        return [
            genie.as_tool(name="data", description="Data of the tenant"),
            VectorSearchRetrieverTool(index_name=index),
            *self.common,
        ]

    def notify(self, connection: str, text: str) -> None:
        workspace.serving_endpoints.http_request(conn=connection, method="POST", path="/", json={"t": text})

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        extra = request.custom_inputs
        with CheckpointSaver(instance_name=os.environ["MEMORY"]) as memory:
            graph = create_react_agent(self.llm, self.tools_of(extra["tenant"]), checkpointer=memory)
            config = {"configurable": {"thread_id": extra["thread"]}}
            messages = to_chat_completions_input([i.model_dump() for i in request.input])
            out = graph.invoke({"messages": messages}, config)
        if hook := extra.get("notify"):
            self.notify(hook, out["messages"][-1].content)
        events = output_to_responses_items_stream([out["messages"][-1]])
        return ResponsesAgentResponse(output=[e.item for e in events])


mlflow.models.set_model(TenantBot())
