# Databricks notebook source
#: requirements: mlflow==3.17.2, langgraph==0.3.18, databricks-langchain==0.4.0
# MAGIC %md
# MAGIC # The agent

# COMMAND ----------

# MAGIC %pip install -U -qqqq databricks-langchain==0.4.0 "langgraph==0.3.18" databricks-agents>=0.16.0 uv
# MAGIC dbutils.library.restartPython()

# COMMAND ----------

dbutils.library.restartPython()

# COMMAND ----------

import mlflow
from databricks_langchain import ChatDatabricks
from langgraph.prebuilt import create_react_agent

LLM_ENDPOINT_NAME = "databricks-claude-3-7-sonnet"
graph = create_react_agent(ChatDatabricks(endpoint=LLM_ENDPOINT_NAME), tools=[])

# COMMAND ----------

mlflow.models.set_model(graph)

# COMMAND ----------

if __name__ == "__main__":
    display(graph.invoke({"messages": [{"role": "user", "content": "hi"}]}))
