from pathlib import Path

import mlflow
from databricks_langchain import ChatDatabricks, UCFunctionToolkit, VectorSearchRetrieverTool
from databricks_langchain.genie import GenieAgent
from langgraph.prebuilt import create_react_agent
from mlflow.models import ModelConfig
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import (
    ResponsesAgentRequest,
    ResponsesAgentResponse,
    output_to_responses_items_stream,
    to_chat_completions_input,
)

config = ModelConfig(development_config=str(Path(__file__).parent / "config.yaml"))
llm_config = config.get("llm")
settings = config.to_dict()

primary = ChatDatabricks(endpoint=llm_config["endpoint"])
model = primary.with_fallbacks([ChatDatabricks(endpoint=llm_config["fallback"])])

tools = UCFunctionToolkit(function_names=config.get("functions")).tools
tools.append(
    VectorSearchRetrieverTool(
        index_name=settings["retrieval"]["index"], num_results=settings["retrieval"]["k"]
    )
)
if reranker := settings.get("reranker"):
    # not in this stage's file
    model = ChatDatabricks(endpoint=reranker)

for label, space in config.get("genie_spaces").items():
    genie = GenieAgent(genie_space_id=space, genie_agent_name=label)
    tools.append(genie.as_tool(name=label, description=f"Data about {label}"))


class ManualsAgent(ResponsesAgent):
    def __init__(self):
        self.graph = create_react_agent(model, tools)

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        messages = to_chat_completions_input([i.model_dump() for i in request.input])
        result = self.graph.invoke({"messages": messages})
        events = output_to_responses_items_stream(result["messages"][len(messages):])
        return ResponsesAgentResponse(output=[e.item for e in events])


mlflow.models.set_model(ManualsAgent())
