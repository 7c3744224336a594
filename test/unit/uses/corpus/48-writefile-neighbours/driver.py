# Databricks notebook source
# MAGIC %pip install databricks-langchain databricks-agents

# COMMAND ----------

# MAGIC %%writefile agent.py
# MAGIC import mlflow
# MAGIC from databricks_langchain import ChatDatabricks, UCFunctionToolkit
# MAGIC
# MAGIC LLM_ENDPOINT_NAME = "databricks-claude-sonnet-4"
# MAGIC llm = ChatDatabricks(endpoint=LLM_ENDPOINT_NAME)

# COMMAND ----------

dbutils.library.restartPython()

# COMMAND ----------

from agent import AGENT, LLM_ENDPOINT_NAME, tools
from databricks_langchain import ChatDatabricks

llm = ChatDatabricks(endpoint="databricks-gpt-oss-120b")
AGENT.invoke({"messages": [{"role": "user", "content": "hello"}]})
llm.invoke("How good was that?")

# COMMAND ----------

import mlflow
from databricks import agents
from mlflow.models.resources import DatabricksFunction, DatabricksServingEndpoint

resources = [DatabricksServingEndpoint(endpoint_name=LLM_ENDPOINT_NAME), DatabricksFunction(function_name="main.demo.lookup_v2")]
with mlflow.start_run():
    info = mlflow.langchain.log_model(lc_model="agent.py", name="agent", resources=resources)

# COMMAND ----------

version = mlflow.register_model(info.model_uri, "main.demo.agent").version
agents.deploy("main.demo.agent", version, endpoint_name="demo-agent")
