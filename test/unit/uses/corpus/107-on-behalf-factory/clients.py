from databricks_ai_bridge.genie import Genie
from databricks_openai import DatabricksOpenAI

from auth import system_client, user_client


def sales_genie(question: str) -> str:
    return Genie("01f05a1e55a1e55a1e55a1e55a1e5000", client=user_client()).ask_question(question).result


def warehouse_rows(statement: str) -> list:
    executed = system_client().statement_execution.execute_statement(
        warehouse_id="a11da7aa11da7a00", statement=statement
    )
    return executed.result.data_array


def chat(prompt: str) -> str:
    client = DatabricksOpenAI(workspace_client=system_client())
    out = client.chat.completions.create(
        model="databricks-claude-sonnet-4", messages=[{"role": "user", "content": prompt}]
    )
    return out.choices[0].message.content
