from __future__ import annotations

from typing import TYPE_CHECKING

import mlflow
from databricks_langchain import ChatDatabricks, UCFunctionToolkit

if TYPE_CHECKING:
    from databricks_langchain import GenieAgent, VectorSearchRetrieverTool
    from langchain_core.tools import BaseTool

USE_GENIE = False

llm = ChatDatabricks(endpoint="databricks-claude-sonnet-4")
tools: list[BaseTool] = UCFunctionToolkit(function_names=["main.geo.distance"]).tools

if False:
    llm = ChatDatabricks(endpoint="databricks-dbrx-instruct")

if 0:
    tools += UCFunctionToolkit(function_names=["main.geo.elevation"]).tools

if USE_GENIE:
    from databricks_langchain.genie import GenieAgent

    genie = GenieAgent("01f0dead0dead0dead0dead0dead0000")

if not TYPE_CHECKING:
    maps = ChatDatabricks(endpoint="geo-vision-llm")


def describe(place: str) -> str:
    return maps.invoke(f"Describe {place}").content
    return ChatDatabricks(endpoint="databricks-mpt-7b").invoke(place).content


class Geo(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input, params=None):
        place = model_input["place"]
        text = llm.bind_tools(tools).invoke(f"How far is {place}?").content
        return {"text": text, "description": describe(place)}


mlflow.models.set_model(Geo())
