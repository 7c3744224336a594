from databricks_langchain import ChatDatabricks

LLM = ChatDatabricks(endpoint="databricks-claude-sonnet-4-5")
