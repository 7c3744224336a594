# Databricks notebook source
# MAGIC %pip install -U -qqqq mlflow databricks-langchain langgraph

# COMMAND ----------

# MAGIC %run ./_resources/00-setup

# COMMAND ----------

import mlflow
from databricks_langchain import ChatDatabricks, UCFunctionToolkit, VectorSearchRetrieverTool
from langgraph.prebuilt import create_react_agent
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import (
    ResponsesAgentRequest,
    ResponsesAgentResponse,
    output_to_responses_items_stream,
    to_chat_completions_input,
)

# COMMAND ----------

LLM = "databricks-claude-sonnet-4"

search = VectorSearchRetrieverTool(index_name=f"{catalog}.{schema}.guides_index")
exec_tools = UCFunctionToolkit(function_names=["system.ai.python_exec"]).tools

# COMMAND ----------

class GuideAgent(ResponsesAgent):
    def __init__(self):
        self.graph = create_react_agent(ChatDatabricks(endpoint=LLM), [search, *exec_tools])

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        messages = to_chat_completions_input([i.model_dump() for i in request.input])
        out = self.graph.invoke({"messages": messages})
        events = output_to_responses_items_stream([out["messages"][-1]])
        return ResponsesAgentResponse(output=[e.item for e in events])

# COMMAND ----------

mlflow.models.set_model(GuideAgent())
