import uuid

import mlflow
from databricks_langchain import ChatDatabricks, CheckpointSaver
from langgraph.prebuilt import create_react_agent
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import (
    ResponsesAgentRequest,
    ResponsesAgentResponse,
    output_to_responses_items_stream,
    to_chat_completions_input,
)

from memory_agent.settings import Settings
from memory_agent.store import recall, remember


class MemoryAgent(ResponsesAgent):
    def __init__(self, settings: type[Settings] = Settings):
        self.settings = settings
        self.llm = ChatDatabricks(endpoint=settings.llm)

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        extra = request.custom_inputs or {}
        thread = extra.get("thread_id") or str(uuid.uuid4())
        config = {"configurable": {"thread_id": thread, "user_id": extra.get("user", "anonymous")}}
        messages = to_chat_completions_input([i.model_dump() for i in request.input])
        with CheckpointSaver(instance_name=self.settings.lakebase) as checkpointer:
            graph = create_react_agent(self.llm, [remember, recall], checkpointer=checkpointer)
            out = graph.invoke({"messages": messages}, config)
        events = output_to_responses_items_stream([out["messages"][-1]])
        return ResponsesAgentResponse(
            output=[e.item for e in events], custom_outputs={"thread_id": thread}
        )


mlflow.models.set_model(MemoryAgent())
