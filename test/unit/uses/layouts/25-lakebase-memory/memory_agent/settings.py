class Settings:
    lakebase = "assistant-memory"
    llm = "databricks-claude-sonnet-4"
    embedding = "databricks-gte-large-en"
    dims = 1024


class StagingSettings(Settings):
    lakebase = "assistant-memory-staging"
