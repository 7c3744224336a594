import os
import uuid
from typing import Annotated, TypedDict

import mlflow
from databricks_langchain import ChatDatabricks, CheckpointSaver, DatabricksStore
from langchain_core.runnables import RunnableConfig
from langchain_core.tools import tool
from langgraph.graph import END, START, StateGraph
from langgraph.graph.message import add_messages
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse

INSTANCE = os.getenv("LAKEBASE_INSTANCE_NAME", "agents-state")
LLM_ENDPOINT = "databricks-claude-sonnet-4-5"


class State(TypedDict):
    messages: Annotated[list, add_messages]


class MemoryAgent(ResponsesAgent):
    def __init__(self):
        self.llm = ChatDatabricks(endpoint=LLM_ENDPOINT)
        self._store = None

    @property
    def store(self) -> DatabricksStore:
        if self._store is None:
            self._store = DatabricksStore(
                instance_name="user-memories",
                embedding_endpoint="databricks-gte-large-en",
                embedding_dims=1024,
            )
            self._store.setup()
        return self._store

    def tools(self, user: str):
        @tool
        def recall(query: str, config: RunnableConfig) -> str:
            """Searches what is known about the user."""
            return "\n".join(str(i.value) for i in self.store.search(("user", user), query=query, limit=5))

        @tool
        def memorize(fact: str) -> str:
            """Keeps a fact about the user."""
            self.store.put(("user", user), str(uuid.uuid4()), {"fact": fact})
            return "ok"

        return [recall, memorize]

    def graph(self, saver, user: str):
        model = self.llm.bind_tools(self.tools(user))
        graph = StateGraph(State)
        graph.add_node("chat", lambda s: {"messages": [model.invoke(s["messages"])]})
        graph.add_edge(START, "chat")
        graph.add_edge("chat", END)
        return graph.compile(checkpointer=saver)

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        thread = (request.custom_inputs or {}).get("thread_id") or str(uuid.uuid4())
        user = request.context.user_id if request.context else "anonymous"
        with CheckpointSaver(instance_name=INSTANCE) as saver:
            out = self.graph(saver, user).invoke(
                {"messages": [{"role": i.role, "content": i.content} for i in request.input]},
                {"configurable": {"thread_id": thread}},
            )
        item = self.create_text_output_item(out["messages"][-1].content, str(uuid.uuid4()))
        return ResponsesAgentResponse(output=[item], custom_outputs={"thread_id": thread})


mlflow.models.set_model(MemoryAgent())
