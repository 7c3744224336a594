import functools
import itertools
import operator

import mlflow
from databricks_langchain import ChatDatabricks, UCFunctionToolkit, VectorSearchRetrieverTool
from databricks_langchain.genie import GenieAgent
from langgraph.prebuilt import create_react_agent
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import (
    ResponsesAgentRequest,
    ResponsesAgentResponse,
    output_to_responses_items_stream,
    to_chat_completions_input,
)

BASE = {"llm": "databricks-gpt-oss-20b", "temperature": 0.0}
OVERRIDES = {"llm": "databricks-claude-sonnet-4"}
SETTINGS = {**BASE, **OVERRIDES}
SETTINGS.setdefault("space", "01f0101010102020202030303030404a")

in_schema = functools.partial("{}.{}.{}".format, "farm", "agronomy")
Chat = functools.partial(ChatDatabricks, temperature=SETTINGS["temperature"])

functions = list(map(in_schema, ["soil_state", "frost_risk"]))
indexes = ["_".join(pair) for pair in zip(["crops", "pests"], itertools.repeat("index"))]


def toolkit(*names):
    return UCFunctionToolkit(function_names=list(names)).tools


def everything_in(schema):
    return UCFunctionToolkit(function_names=[f"{schema}.*"]).tools


groups = [
    toolkit(*functions),
    everything_in("farm.weather"),
    [VectorSearchRetrieverTool(index_name=in_schema(i)) for i in sorted(indexes)],
]
tools = functools.reduce(operator.add, groups)
tools += [GenieAgent(SETTINGS["space"], genie_agent_name="yields").as_tool(name="yields", description="Yields")]


class FarmAgent(ResponsesAgent):
    def __init__(self):
        self.graph = create_react_agent(Chat(endpoint=SETTINGS["llm"]), tools)

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        messages = to_chat_completions_input([i.model_dump() for i in request.input])
        out = self.graph.invoke({"messages": messages})
        events = output_to_responses_items_stream([out["messages"][-1]])
        return ResponsesAgentResponse(output=[e.item for e in events])


mlflow.models.set_model(FarmAgent())
