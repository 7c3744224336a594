# Databricks notebook source
# MAGIC %pip install -U mlflow databricks-langchain langgraph

# COMMAND ----------

# MAGIC %%writefile agent.py
# MAGIC from databricks_langchain import ChatDatabricks
# MAGIC llm = ChatDatabricks(endpoint="databricks-claude-3-7-sonnet")

# COMMAND ----------

from databricks_langchain import ChatDatabricks, VectorSearchRetrieverTool

LLM_ENDPOINT_NAME = "databricks-gpt-5"
llm = ChatDatabricks(endpoint=LLM_ENDPOINT_NAME)
tools = [VectorSearchRetrieverTool(index_name="dev.sandbox.docs_index")]
spark.sql("SELECT * FROM dev.sandbox.questions").show()

# COMMAND ----------

from agent import AGENT

AGENT.predict({"input": [{"role": "user", "content": "Hello"}]})

# COMMAND ----------

import mlflow
from databricks import agents
from mlflow.models.resources import DatabricksServingEndpoint

with mlflow.start_run():
    info = mlflow.pyfunc.log_model(
        name="agent",
        python_model="agent.py",
        resources=[DatabricksServingEndpoint(endpoint_name=LLM_ENDPOINT_NAME)],
    )
agents.deploy("prod.agents.travel", 1)
