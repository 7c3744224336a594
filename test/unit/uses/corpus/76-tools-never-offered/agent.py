import mlflow
from databricks.sdk import WorkspaceClient
from databricks_langchain import ChatDatabricks, UCFunctionToolkit, VectorSearchRetrieverTool
from langchain_core.tools import tool
from langgraph.prebuilt import create_react_agent

w = WorkspaceClient()


@tool
def open_hours(day: str) -> str:
    """Opening hours."""
    rows = w.statement_execution.execute_statement(
        "SELECT opens, closes FROM main.library.hours WHERE day = :day",
        "9090909090909090",
        parameters=[{"name": "day", "value": day}],
    )
    return str(rows.result.data_array)


@tool
def reserve(isbn: str) -> str:
    """Reserves a book. Switched off until loans can be undone."""
    return UCFunctionToolkit(function_names=["main.library.reserve"]).tools[0].invoke({"isbn": isbn})


@tool
def search_books(query: str) -> list:
    """Searches books."""
    return _books().invoke(query)


def _books():
    return VectorSearchRetrieverTool(index_name="main.library.books_index")


class BookGenie:
    def __init__(self):
        self.space = "01f0b00cb00cb00cb00cb00cb00cb00c"

    def ask(self, question: str):
        return w.genie.start_conversation_and_wait(self.space, question)


def experimental_tools():
    return [reserve, BookGenie().ask]


offered = [open_hours, search_books]
mlflow.models.set_model(create_react_agent(ChatDatabricks(endpoint="databricks-gpt-oss-120b"), offered))
