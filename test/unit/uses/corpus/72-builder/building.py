from __future__ import annotations

from typing import Self

from databricks_langchain import ChatDatabricks, GenieAgent, UCFunctionToolkit, VectorSearchRetrieverTool
from langgraph.prebuilt import create_react_agent


class AgentBuilder:
    def __init__(self, schema: str):
        self.schema = schema
        self.llm: ChatDatabricks | None = None
        self.tools: list = []

    def with_llm(self, endpoint: str, **kwargs) -> Self:
        self.llm = ChatDatabricks(endpoint=endpoint, **kwargs)
        return self

    def with_index(self, name: str) -> Self:
        self.tools.append(VectorSearchRetrieverTool(index_name=f"{self.schema}.{name}"))
        return self

    def with_function(self, name: str) -> Self:
        self.tools += UCFunctionToolkit(function_names=[f"{self.schema}.{name}"]).tools
        return self

    def with_genie(self, space: str = "01f0999900009999000099990000aaaa") -> Self:
        """Nobody calls this one yet."""
        self.tools.append(GenieAgent(space))
        return self

    def build(self):
        if self.llm is None:
            raise ValueError("call with_llm first")
        return create_react_agent(self.llm, self.tools)
