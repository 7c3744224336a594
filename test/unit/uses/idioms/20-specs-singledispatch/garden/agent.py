from itertools import chain

import mlflow
from databricks_langchain import ChatDatabricks
from langgraph.prebuilt import create_react_agent
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import (
    ResponsesAgentRequest,
    ResponsesAgentResponse,
    output_to_responses_items_stream,
    to_chat_completions_input,
)

from garden import FunctionSpec, GenieSpec, IndexSpec, build
from garden.tools import from_classes

SPECS = [
    IndexSpec("garden.plants.care_index", k=6, description="How to care for plants"),
    FunctionSpec("garden.calendar", ("sowing_time", "frost_day")),
    FunctionSpec("garden.experiments"),
    GenieSpec("harvest", "01f0777788889999aaaabbbbccccdddd", description="Harvests of the members"),
]


class GardenAgent(ResponsesAgent):
    def __init__(self):
        tools = list(chain(chain.from_iterable(map(build, SPECS)), from_classes()))
        llm = ChatDatabricks(endpoint="databricks-llama-4-maverick")
        self.graph = create_react_agent(llm, tools)

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        messages = to_chat_completions_input([i.model_dump() for i in request.input])
        out = self.graph.invoke({"messages": messages})
        events = output_to_responses_items_stream([out["messages"][-1]])
        return ResponsesAgentResponse(output=[e.item for e in events])


mlflow.models.set_model(GardenAgent())
