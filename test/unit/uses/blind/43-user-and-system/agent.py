from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import mlflow
from databricks.sdk import WorkspaceClient
from databricks.sdk.credentials_provider import ModelServingUserCredentials
from databricks_ai_bridge import ModelServingUserCredentials as BridgeUserCredentials
from databricks_langchain import ChatDatabricks, VectorSearchRetrieverTool
from databricks_langchain.genie import GenieAgent
from langchain_core.tools import StructuredTool
from langgraph.prebuilt import create_react_agent
from mlflow.pyfunc import ChatAgent

WAREHOUSE = "43c043c043c043c0"


@dataclass
class Clients:
    as_user: bool = False

    @cached_property
    def client(self) -> WorkspaceClient:
        if self.as_user:
            return WorkspaceClient(credentials_strategy=ModelServingUserCredentials())
        return WorkspaceClient()


def query(client: WorkspaceClient, statement: str):
    return client.statement_execution.execute_statement(warehouse_id=WAREHOUSE, statement=statement).result


def tools_of(user: WorkspaceClient):
    genie = GenieAgent("01f04343434343434343434343434343", "pipeline", client=user)
    return [
        VectorSearchRetrieverTool(index_name="sales.kb.notes_index", workspace_client=user),
        VectorSearchRetrieverTool(index_name="sales.kb.public_index"),
        StructuredTool.from_function(
            func=lambda region: str(query(user, f"SELECT * FROM sales.crm.accounts WHERE region = '{region}'")),
            name="accounts",
            description="Accounts of a region",
        ),
        StructuredTool.from_function(func=lambda q: genie.invoke(q), name="pipeline", description="Pipeline figures"),
    ]


class Sales(ChatAgent):
    def __init__(self):
        self.llm = ChatDatabricks(endpoint="databricks-claude-opus-4-5")

    def predict(self, messages, context=None, custom_inputs=None):
        user = Clients(as_user=True).client
        direct = WorkspaceClient(credentials_strategy=BridgeUserCredentials())
        me = direct.current_user.me()
        query(Clients().client, "INSERT INTO sales.ops.audit VALUES (current_timestamp())")
        agent = create_react_agent(self.llm, tools_of(user), prompt=f"You help {me.display_name}")
        result = agent.invoke({"messages": [m.model_dump() for m in messages]})
        embed = direct.serving_endpoints.query(name="sales-ranker", inputs=[result])
        return {"messages": result["messages"][:1], "custom_outputs": embed.as_dict()}


mlflow.models.set_model(Sales())
