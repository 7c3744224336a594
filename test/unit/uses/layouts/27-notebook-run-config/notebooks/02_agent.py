# Databricks notebook source
# MAGIC %md
# MAGIC # The museum's agent

# COMMAND ----------

# MAGIC %pip install -qU mlflow==3.2.0 databricks-langchain langgraph
# MAGIC dbutils.library.restartPython()

# COMMAND ----------

# MAGIC %run ./_config

# COMMAND ----------

import uuid

import mlflow
from databricks_langchain import ChatDatabricks, UCFunctionToolkit, VectorSearchRetrieverTool
from langgraph.prebuilt import create_react_agent
from mlflow.pyfunc import ChatAgent
from mlflow.types.agent import ChatAgentMessage, ChatAgentResponse

# COMMAND ----------

llm = ChatDatabricks(endpoint=llm_endpoint)
exhibits = VectorSearchRetrieverTool(index_name=index_name, num_results=5)
tools = [exhibits] + UCFunctionToolkit(function_names=tool_names).tools

# COMMAND ----------

# MAGIC %sql
# MAGIC -- a look at the data while writing
# MAGIC SELECT * FROM museum.visitors.exhibits LIMIT 10

# COMMAND ----------

class MuseumAgent(ChatAgent):
    def __init__(self, graph):
        self.graph = graph

    def predict(self, messages, context=None, custom_inputs=None):
        out = self.graph.invoke({"messages": self._convert_messages_to_dict(messages)})
        return ChatAgentResponse(
            messages=[
                ChatAgentMessage(id=str(uuid.uuid4()), role="assistant", content=out["messages"][-1].content)
            ]
        )

# COMMAND ----------

mlflow.models.set_model(MuseumAgent(create_react_agent(llm, tools)))
