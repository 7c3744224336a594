import mlflow
from databricks_langchain import ChatDatabricks
from langgraph_supervisor import create_supervisor
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import (
    ResponsesAgentRequest,
    ResponsesAgentResponse,
    output_to_responses_items_stream,
    to_chat_completions_input,
)

from supervisor.team import read_team
from supervisor.workers import worker


class ClinicAgent(ResponsesAgent):
    def __init__(self):
        team = read_team()
        head = team["supervisor"]
        self.app = create_supervisor(
            agents=[worker(entry) for entry in team["workers"]],
            model=ChatDatabricks(endpoint=head["model"]),
            prompt=head["prompt"],
        ).compile()

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        messages = to_chat_completions_input([i.model_dump() for i in request.input])
        out = self.app.invoke({"messages": messages})
        events = output_to_responses_items_stream([out["messages"][-1]])
        return ResponsesAgentResponse(output=[e.item for e in events])


mlflow.models.set_model(ClinicAgent())
