from typing import Generator

import mlflow
from databricks_langchain import ChatDatabricks, UCFunctionToolkit
from databricks_langchain.genie import GenieAgent
from langgraph.prebuilt import create_react_agent
from langgraph_supervisor import create_supervisor
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import (
    ResponsesAgentRequest,
    ResponsesAgentResponse,
    ResponsesAgentStreamEvent,
    output_to_responses_items_stream,
    to_chat_completions_input,
)

from supervisor.specs import SUPERVISOR_LLM, WORKER_LLM, WORKERS, GenieWorker, ToolWorker


def make_worker(spec):
    if isinstance(spec, GenieWorker):
        agent = GenieAgent(
            genie_space_id=spec.space_id,
            genie_agent_name=spec.name,
            description=spec.description,
        )
        agent.name = spec.name
        return agent
    if isinstance(spec, ToolWorker):
        return create_react_agent(
            ChatDatabricks(endpoint=WORKER_LLM),
            tools=UCFunctionToolkit(function_names=spec.functions).tools,
            name=spec.name,
            prompt=spec.description,
        )
    raise TypeError(spec)


supervisor = create_supervisor(
    agents=[make_worker(spec) for spec in WORKERS],
    model=ChatDatabricks(endpoint=SUPERVISOR_LLM),
    prompt="Pass each question to one worker at a time.",
).compile()


class Supervisor(ResponsesAgent):
    def __init__(self, graph):
        self.graph = graph

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        return ResponsesAgentResponse(
            output=[
                e.item
                for e in self.predict_stream(request)
                if e.type == "response.output_item.done"
            ]
        )

    def predict_stream(
        self, request: ResponsesAgentRequest
    ) -> Generator[ResponsesAgentStreamEvent, None, None]:
        messages = to_chat_completions_input([i.model_dump() for i in request.input])
        for update in self.graph.stream({"messages": messages}, stream_mode="updates"):
            for node in update.values():
                yield from output_to_responses_items_stream(node["messages"])


mlflow.models.set_model(Supervisor(supervisor))
