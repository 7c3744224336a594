# Databricks notebook source
# MAGIC %pip install databricks-langchain databricks-agents
# MAGIC dbutils.library.restartPython()

# COMMAND ----------

# MAGIC %%writefile agent.py
# MAGIC import mlflow
# MAGIC from databricks_langchain import ChatDatabricks, VectorSearchRetrieverTool
# MAGIC from langgraph.prebuilt import create_react_agent
# MAGIC
# MAGIC LLM = "databricks-claude-sonnet-4"
# MAGIC docs = VectorSearchRetrieverTool(index_name="main.notebook.docs_index")
# MAGIC AGENT = create_react_agent(ChatDatabricks(endpoint=LLM), [docs])
# MAGIC mlflow.models.set_model(AGENT)

# COMMAND ----------

import mlflow
from agent import AGENT, LLM
from databricks import agents
from databricks_langchain import ChatDatabricks

LLM = "databricks-gpt-oss-120b"
judge = ChatDatabricks(endpoint=LLM)
print(judge.invoke(AGENT.invoke({"messages": [("user", "hi")]})["messages"][-1].content))

# COMMAND ----------

with mlflow.start_run():
    info = mlflow.langchain.log_model(lc_model="agent.py", name="agent")
agents.deploy("main.notebook.agent", mlflow.register_model(info.model_uri, "main.notebook.agent").version)
