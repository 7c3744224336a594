ENTRIES = {
    "How do I get access to main.sales.orders?": "Ask the owner: GRANT SELECT ON TABLE main.sales.orders TO you.",
    "Which endpoint is the cheapest?": "databricks-gpt-oss-20b, see /serving-endpoints/databricks-gpt-oss-20b/invocations.",
    "How do I ask Genie?": "client.genie.start_conversation_and_wait('01f0000000000000000000000000aaaa', 'hello')",
}
