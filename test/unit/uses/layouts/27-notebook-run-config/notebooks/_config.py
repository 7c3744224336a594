# Databricks notebook source
# MAGIC %md
# MAGIC ## Names shared by the notebooks

# COMMAND ----------

catalog = "museum"
schema = "visitors"

# COMMAND ----------

llm_endpoint = "databricks-claude-sonnet-4"
index_name = f"{catalog}.{schema}.exhibits_index"
tool_names = [f"{catalog}.{schema}.{t}" for t in ["opening_hours", "ticket_price"]]
