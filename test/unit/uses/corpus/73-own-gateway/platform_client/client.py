import os

from databricks.sdk import WorkspaceClient
from databricks.sdk.service.serving import ChatMessage, ChatMessageRole

DEFAULT_WAREHOUSE = os.environ.get("HOTEL_WAREHOUSE", "abcabcabc0001112")


class Platform:
    """The only place that knows the SDK."""

    def __init__(self, warehouse: str = DEFAULT_WAREHOUSE):
        self._w = WorkspaceClient()
        self._warehouse = warehouse

    def chat(self, endpoint: str, prompt: str, temperature: float = 0.0) -> str:
        answer = self._w.serving_endpoints.query(
            name=endpoint,
            messages=[ChatMessage(role=ChatMessageRole.USER, content=prompt)],
            temperature=temperature,
        )
        return answer.choices[0].message.content

    def search(self, index: str, text: str, columns: list[str], k: int = 5) -> list:
        found = self._w.vector_search_indexes.query_index(
            index_name=index, columns=columns, query_text=text, num_results=k
        )
        return found.result.data_array or []

    def select(self, statement: str) -> list:
        done = self._w.statement_execution.execute_statement(statement, self._warehouse)
        return done.result.data_array or []

    def genie(self, space: str, question: str) -> str:
        """For the next agent."""
        return self._w.genie.start_conversation_and_wait(space, question).content
