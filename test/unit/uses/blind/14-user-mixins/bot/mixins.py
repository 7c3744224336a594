from databricks_openai import DatabricksOpenAI

from .identity import HasWorkspace


class QueriesWarehouse(HasWorkspace):
    warehouse_id: str

    def rows(self, statement: str) -> list:
        result = self.workspace.statement_execution.execute_statement(
            statement=statement, warehouse_id=self.warehouse_id, wait_timeout="50s"
        )
        return result.result.data_array or []


class Chats(HasWorkspace):
    llm: str = "databricks-gpt-oss-20b"

    def say(self, *messages: dict) -> str:
        client = DatabricksOpenAI(workspace_client=self.workspace)
        reply = client.chat.completions.create(model=self.llm, messages=list(messages))
        return reply.choices[0].message.content


class AsksGenie(HasWorkspace):
    space: str

    def ask(self, question: str) -> str:
        message = self.workspace.genie.start_conversation_and_wait(self.space, question)
        return " ".join(a.text.content for a in message.attachments if a.text)
