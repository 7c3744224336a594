import re

import mlflow
from databricks.sdk import WorkspaceClient
from databricks_langchain import ChatDatabricks
from mlflow.pyfunc import PythonModel

WAREHOUSE_ID = "4b5d1c3e2f1a0099"
CATALOG, SCHEMA = "main", "energy"
EXAMPLES = """
Q: How much did we produce yesterday?
SQL: SELECT sum(kwh) FROM main.energy.production WHERE day = current_date() - 1
Q: Which turbine stood still longest?
SQL: SELECT turbine FROM main.energy.downtime ORDER BY minutes DESC LIMIT 1
"""

FENCE = re.compile(r"```(?:sql)?\s*(.*?)```", re.S)
FORBIDDEN = re.compile(r"\b(insert|update|delete|drop|alter|grant)\b", re.I)


class TextToSql(PythonModel):
    def load_context(self, context):
        self.w = WorkspaceClient()
        self.llm = ChatDatabricks(endpoint="databricks-claude-sonnet-4", temperature=0)
        self.glossary = self._rows("SELECT term, meaning FROM main.energy.glossary")

    def _rows(self, statement: str) -> list[list[str]]:
        done = self.w.statement_execution.execute_statement(
            warehouse_id=WAREHOUSE_ID, statement=statement, catalog=CATALOG, schema=SCHEMA, row_limit=200
        )
        return done.result.data_array or []

    def _write_sql(self, question: str) -> str:
        glossary = "\n".join(f"{term}: {meaning}" for term, meaning in self.glossary)
        reply = self.llm.invoke(f"Write one SELECT.\n{glossary}\n{EXAMPLES}\nQ: {question}\nSQL:").content
        found = FENCE.search(reply)
        statement = (found.group(1) if found else reply).strip().rstrip(";")
        if FORBIDDEN.search(statement):
            raise ValueError("only SELECT is allowed")
        return statement

    def predict(self, context, model_input, params=None):
        question = model_input["messages"][-1]["content"]
        statement = self._write_sql(question)
        rows = self._rows(statement)
        text = self.llm.invoke(f"Question: {question}\nRows: {rows}\nAnswer in a sentence.").content
        return {"answer": text, "sql": statement}


mlflow.models.set_model(TextToSql())
