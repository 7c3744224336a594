import functools
import os
import threading

from databricks.sdk import WorkspaceClient
from databricks_langchain import ChatDatabricks
from databricks_langchain.genie import GenieAgent

MODEL = None
ARCHIVE_SPACE = None


def configure():
    global MODEL
    if os.environ.get("NEWSROOM_FAST") == "1":
        MODEL = "databricks-claude-haiku-4-5"
    else:
        MODEL = "databricks-claude-sonnet-4-5"


configure()


@functools.cache
def chat(temperature: float = 0.0) -> ChatDatabricks:
    return ChatDatabricks(endpoint=MODEL, temperature=temperature)


class Services:
    _only = None
    _lock = threading.Lock()

    def __new__(cls):
        with cls._lock:
            if cls._only is None:
                cls._only = super().__new__(cls)
        return cls._only

    @functools.cached_property
    def workspace(self) -> WorkspaceClient:
        return WorkspaceClient()

    @functools.cached_property
    def archive(self):
        space = ARCHIVE_SPACE or os.environ["ARCHIVE_SPACE_ID"]
        return GenieAgent(genie_space_id=space, genie_agent_name="archive")

    def wire(self) -> list:
        rows = self.workspace.statement_execution.execute_statement(
            warehouse_id="5566778899aabbcc", statement="SELECT headline FROM news.wire.today"
        )
        return rows.result.data_array or []
