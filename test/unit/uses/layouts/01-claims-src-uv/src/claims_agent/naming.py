"""Where the things of the claims domain live."""

CATALOG = "insurance"
SCHEMA = "claims"

LLM = "databricks-claude-sonnet-4"


def qualified(entity: str, *, schema: str = SCHEMA) -> str:
    return f"{CATALOG}.{schema}.{entity}"


POLICY_INDEX = qualified("policy_terms_index")
TOOL_NAMES = [qualified(n, schema="tools") for n in ("claim_status", "estimate_reserve")]
