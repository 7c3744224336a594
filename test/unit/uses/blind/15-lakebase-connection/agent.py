import logging
import os
import time
import uuid
from contextlib import contextmanager
from threading import Lock
from typing import Annotated, Any, Dict, Generator, List, Optional, Sequence, TypedDict

import mlflow
import psycopg
from databricks.sdk import WorkspaceClient
from databricks_langchain import ChatDatabricks, UCFunctionToolkit
from langchain_core.messages import AIMessage, AnyMessage
from langchain_core.runnables import RunnableLambda
from langgraph.checkpoint.postgres import PostgresSaver
from langgraph.graph import END, StateGraph
from langgraph.graph.message import add_messages
from langgraph.prebuilt.tool_node import ToolNode
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse
from psycopg.rows import dict_row
from psycopg_pool import ConnectionPool

logger = logging.getLogger(__name__)

DATABASE_CONFIG = {
    "instance_name": "support-threads",
    "conn_host": None,
    "conn_db_name": "databricks_postgres",
    "conn_ssl_mode": "require",
}
LLM_ENDPOINT_NAME = "databricks-claude-sonnet-4"
SYSTEM_PROMPT = "Be kind."
UC_TOOL_NAMES = ["support.tools.create_ticket"]
TABLES = "SELECT * FROM public.checkpoints"

tools: List[Any] = []
toolkit = UCFunctionToolkit(function_names=UC_TOOL_NAMES)
tools.extend(toolkit.tools)


class CredentialConnection(psycopg.Connection):
    """Takes a fresh token for each connection, kept for some minutes."""

    workspace_client: Optional[WorkspaceClient] = None
    instance_name: Optional[str] = None
    _cached: Optional[str] = None
    _at: float = 0
    _lock = Lock()

    @classmethod
    def connect(cls, conninfo="", **kwargs):
        kwargs["password"] = cls._credential()
        return super().connect(conninfo, **kwargs)

    @classmethod
    def _credential(cls) -> str:
        with cls._lock:
            if cls._cached and time.time() - cls._at < 45 * 60:
                return cls._cached
            credential = cls.workspace_client.database.generate_database_credential(
                request_id=str(uuid.uuid4()), instance_names=[cls.instance_name]
            )
            cls._cached, cls._at = credential.token, time.time()
            return cls._cached


class State(TypedDict):
    messages: Annotated[Sequence[AnyMessage], add_messages]
    custom_inputs: Optional[Dict[str, Any]]


class LakebaseAgent(ResponsesAgent):
    def __init__(self, lakebase_config: Dict[str, Any]):
        self.lakebase_config = lakebase_config
        self.workspace_client = WorkspaceClient()
        self.model = ChatDatabricks(endpoint=LLM_ENDPOINT_NAME)
        self.model_with_tools = self.model.bind_tools(tools) if tools else self.model
        self.connection_pool = self._create_rotating_pool()
        mlflow.langchain.autolog()

    def _host(self) -> str:
        configured = self.lakebase_config.get("conn_host")
        if configured:
            return configured
        return self.workspace_client.database.get_database_instance(
            self.lakebase_config["instance_name"]
        ).read_write_dns

    def _username(self) -> str:
        try:
            return self.workspace_client.current_service_principal.me().application_id
        except Exception:
            return self.workspace_client.current_user.me().user_name

    def _create_rotating_pool(self) -> ConnectionPool:
        CredentialConnection.workspace_client = self.workspace_client
        CredentialConnection.instance_name = self.lakebase_config["instance_name"]
        return ConnectionPool(
            conninfo=f"dbname={self.lakebase_config['conn_db_name']} user={self._username()} host={self._host()} sslmode=require",
            connection_class=CredentialConnection,
            min_size=1,
            max_size=int(os.getenv("DB_MAX_POOL_SIZE", "10")),
            kwargs={"autocommit": True, "row_factory": dict_row},
            open=True,
        )

    @contextmanager
    def get_connection(self):
        with self.connection_pool.connection() as conn:
            yield conn

    def _graph(self, checkpointer):
        def should_continue(state: State):
            last = state["messages"][-1]
            return "continue" if isinstance(last, AIMessage) and last.tool_calls else "end"

        prompt = RunnableLambda(lambda s: [{"role": "system", "content": SYSTEM_PROMPT}] + s["messages"])
        runnable = prompt | self.model_with_tools

        def call_model(state: State):
            return {"messages": [runnable.invoke(state)]}

        workflow = StateGraph(State)
        workflow.add_node("agent", RunnableLambda(call_model))
        if tools:
            workflow.add_node("tools", ToolNode(tools))
            workflow.add_conditional_edges("agent", should_continue, {"continue": "tools", "end": END})
            workflow.add_edge("tools", "agent")
        else:
            workflow.add_edge("agent", END)
        workflow.set_entry_point("agent")
        return workflow.compile(checkpointer=checkpointer)

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        thread = (request.custom_inputs or {}).get("thread_id", str(uuid.uuid4()))
        with self.get_connection() as conn:
            graph = self._graph(PostgresSaver(conn))
            out = graph.invoke(
                {"messages": [i.model_dump() for i in request.input]}, {"configurable": {"thread_id": thread}}
            )
        item = self.create_text_output_item(out["messages"][-1].content, thread)
        return ResponsesAgentResponse(output=[item], custom_outputs={"thread_id": thread})


AGENT = LakebaseAgent(DATABASE_CONFIG)
mlflow.models.set_model(AGENT)
