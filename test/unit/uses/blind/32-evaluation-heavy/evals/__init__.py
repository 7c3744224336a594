from databricks_langchain import ChatDatabricks

simulator = ChatDatabricks(endpoint="databricks-llama-4-maverick")
