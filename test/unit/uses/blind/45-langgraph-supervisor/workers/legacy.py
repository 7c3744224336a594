from databricks_langchain import ChatDatabricks

from .base import Worker


class LegacyWorker(Worker):
    endpoint = "databricks-dbrx-instruct"

    def tools(self) -> list:
        return [ChatDatabricks(endpoint="pharma-legacy")]
