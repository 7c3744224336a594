import uuid
from contextlib import nullcontext

import mlflow
from databricks.sdk import WorkspaceClient
from databricks_langchain import CheckpointSaver, UCFunctionToolkit
from databricks_langchain.genie import GenieAgent
from langchain.chat_models import init_chat_model
from langgraph.prebuilt import create_react_agent
from mlflow.pyfunc import ChatAgent
from mlflow.types.agent import ChatAgentMessage, ChatAgentResponse

from app.ai.settings import Settings


def warnings() -> str:
    """Warnings of today."""
    answer = WorkspaceClient().statement_execution.execute_statement(
        warehouse_id=Settings.external["warehouse"],
        statement=f"SELECT text FROM {Settings.warnings_table()} WHERE day = current_date()",
    )
    return str(answer.result.data_array)


def memory():
    if Settings.instance:
        return CheckpointSaver(instance_name=Settings.instance)
    return nullcontext()


class WeatherAgent(ChatAgent):
    def __init__(self):
        self.llm = init_chat_model(Settings.model, model_provider="databricks")
        self.tools = [warnings, *UCFunctionToolkit(function_names=[Settings.station_function]).tools]
        if Settings.space:
            genie = GenieAgent(Settings.space, "history")
            self.tools.append(genie.as_tool(name="history", description="Weather of past years"))

    def predict(self, messages, context=None, custom_inputs=None) -> ChatAgentResponse:
        with memory() as checkpointer:
            graph = create_react_agent(self.llm, self.tools, checkpointer=checkpointer)
            config = {"configurable": {"thread_id": getattr(context, "conversation_id", None) or "0"}}
            out = graph.invoke({"messages": self._convert_messages_to_dict(messages)}, config)
        text = out["messages"][-1].content
        return ChatAgentResponse(
            messages=[ChatAgentMessage(id=str(uuid.uuid4()), role="assistant", content=text)]
        )


mlflow.models.set_model(WeatherAgent())
