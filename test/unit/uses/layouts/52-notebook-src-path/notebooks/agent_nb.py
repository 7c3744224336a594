# Databricks notebook source
# MAGIC %pip install -U mlflow databricks-sdk databricks-langchain

# COMMAND ----------

import os
import sys

sys.path.append(os.path.abspath(os.path.join(os.getcwd(), "..", "src")))

# COMMAND ----------

import mlflow
from databricks_langchain import ChatDatabricks
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse

from harbor.traffic import Traffic

# COMMAND ----------

# DBTITLE 1,The agent
class HarborAgent(ResponsesAgent):
    def __init__(self):
        self.traffic = Traffic("0f1e2d3c4b5a6978")
        self.llm = ChatDatabricks(endpoint="databricks-claude-sonnet-4")

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        facts = [self.traffic.read(what, limit=10) for what in ("calls", "berths")]
        reply = self.llm.invoke(f"{facts}\n\n{request.input[-1].content}")
        return ResponsesAgentResponse(
            output=[self.create_text_output_item(text=reply.content, id=reply.id)]
        )

# COMMAND ----------

mlflow.models.set_model(HarborAgent())
