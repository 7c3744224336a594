from typing import Protocol

from databricks.sdk import WorkspaceClient
from databricks.sdk.service.serving import ExternalFunctionRequestHttpMethod
from databricks_langchain import ChatDatabricks, VectorSearchRetrieverTool


class Finder(Protocol):
    def find(self, text: str) -> str: ...


class IndexFinder:
    def __init__(self, *, index: str, k: int = 3):
        self._tool = VectorSearchRetrieverTool(index_name=index, num_results=k)

    def find(self, text: str) -> str:
        return "\n".join(d.page_content for d in self._tool.invoke(text))


class Escalate:
    def __init__(self, workspace: WorkspaceClient, connection: str):
        self.workspace, self.connection = workspace, connection

    def __call__(self, text: str) -> None:
        self.workspace.serving_endpoints.http_request(
            conn=self.connection,
            method=ExternalFunctionRequestHttpMethod.POST,
            path="/api/v2/tickets",
            json={"ticket": {"subject": text}},
        )


class Router:
    def __init__(self, finder: Finder, llm: ChatDatabricks, on_unknown):
        self.finder, self.llm, self.on_unknown = finder, llm, on_unknown

    def reply(self, question: str) -> str:
        text = self.llm.invoke(f"{self.finder.find(question)}\n\n{question}").content
        if "do not know" in text:
            self.on_unknown(question)
        return text
