class Names:
    """All names in one place."""

    CATALOG = "prod"
    CHAT = "databricks-claude-sonnet-4"
    BATCH = "databricks-gpt-oss-20b"
    FAQ_INDEX = CATALOG + ".help.faq_index"
