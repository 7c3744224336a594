from functools import singledispatch
from typing import Any

from databricks.sdk import WorkspaceClient
from databricks_langchain import UCFunctionToolkit, VectorSearchRetrieverTool
from databricks_langchain.genie import GenieAgent
from langchain_core.tools import StructuredTool

from .specs import FunctionSpec, GenieSpec, IndexSpec

_CLASSES: list[type] = []


def offered(cls: type) -> type:
    _CLASSES.append(cls)
    return cls


@singledispatch
def build(spec: Any) -> list:
    raise TypeError(type(spec))


@build.register
def _(spec: IndexSpec) -> list:
    return [VectorSearchRetrieverTool(index_name=spec.index, num_results=spec.k, tool_description=spec.description)]


@build.register
def _(spec: FunctionSpec) -> list:
    return UCFunctionToolkit(function_names=spec.full()).tools


@build.register(GenieSpec)
def _genie(spec) -> list:
    agent = GenieAgent(genie_space_id=spec.space, genie_agent_name=spec.title)
    return [agent.as_tool(name=spec.title, description=spec.description)]


@offered
class Diagnose:
    endpoint = "leaf-disease-classifier"

    def run(self, image_url: str) -> str:
        """What ails the leaf on an image."""
        answer = WorkspaceClient().serving_endpoints.query(name=self.endpoint, inputs=[image_url])
        return str(answer.predictions)


def from_classes() -> list:
    return [StructuredTool.from_function(cls().run, name=cls.__name__.lower()) for cls in _CLASSES]
