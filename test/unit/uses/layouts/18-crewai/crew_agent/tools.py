from typing import Type

from crewai.tools import BaseTool
from databricks.sdk import WorkspaceClient
from databricks.vector_search.client import VectorSearchClient
from pydantic import BaseModel, Field


class Query(BaseModel):
    text: str = Field(..., description="What to look for")


class PressArchive(BaseTool):
    name: str = "press_archive"
    description: str = "Search of press articles."
    args_schema: Type[BaseModel] = Query
    index: str = "media.archive.articles_index"

    def _run(self, text: str) -> str:
        index = VectorSearchClient().get_index("media_vs", self.index)
        return str(index.similarity_search(query_text=text, columns=["title", "lead"]))


class Audience(BaseTool):
    name: str = "audience"
    description: str = "Figures of readers."
    args_schema: Type[BaseModel] = Query

    def _run(self, text: str) -> str:
        workspace = WorkspaceClient()
        message = workspace.genie.start_conversation_and_wait("01f0d0d0d0d0e1e1f2f2a3a3b4b4c5c5", text)
        return message.content or ""
