# Databricks notebook source
# MAGIC %md
# MAGIC # Travel agent
# MAGIC Uses `main.trips.offers_index` and **databricks-claude-sonnet-4**. Before, it used `main.trips.old_index`.

# COMMAND ----------

# MAGIC %pip install -qqq databricks-langchain langgraph mlflow
# MAGIC %restart_python

# COMMAND ----------

# MAGIC %sql
# MAGIC SELECT * FROM main.trips.offers LIMIT 10

# COMMAND ----------

import mlflow
from databricks_langchain import ChatDatabricks, VectorSearchRetrieverTool
from langgraph.prebuilt import create_react_agent

# COMMAND ----------

# DBTITLE 1,Names
endpoint_name = "databricks-claude-sonnet-4"
index_name = "main.trips.offers_index"

# COMMAND ----------

# DBTITLE 1,Agent
offers = VectorSearchRetrieverTool(index_name=index_name, tool_name="offers", num_results=8)
agent = create_react_agent(ChatDatabricks(endpoint=endpoint_name), [offers])
mlflow.models.set_model(agent)

# COMMAND ----------

# MAGIC %md
# MAGIC ## Try it

# COMMAND ----------

if __name__ == "__main__":
    judge = ChatDatabricks(endpoint="databricks-gpt-oss-120b")
    reply = agent.invoke({"messages": [("user", "A week at the sea?")]})
    print(judge.invoke(f"Grade: {reply}").content)

# COMMAND ----------

# MAGIC %python
# MAGIC spark.sql("SELECT count(*) FROM main.trips.bookings").show()
