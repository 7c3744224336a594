WRITE = """Answer with the passages of main.helpdesk.solutions_index only.
Never write SQL such as SELECT * FROM main.helpdesk.tickets.

{passages}

Question: {question}"""

GRADE = """Is the answer grounded in the passages? databricks-claude-opus-4 would know.
{passages}
{answer}"""
