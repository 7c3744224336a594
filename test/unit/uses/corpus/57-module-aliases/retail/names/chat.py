MAIN = "databricks-claude-sonnet-4"
CHEAP = "databricks-gpt-oss-20b"
