from typing import Generator

import mlflow
from databricks.sdk import WorkspaceClient
from databricks_openai import DatabricksOpenAI
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse, ResponsesAgentStreamEvent

SUB_AGENTS = {
    "hr": {"endpoint": "ka-3f2a1b0c-endpoint", "description": "Knowledge assistant on HR policies"},
    "it": {"endpoint": "agents_prod-it-helpdesk", "description": "IT helpdesk agent"},
}
ROUTER = "databricks-gpt-5-nano"


class Router(ResponsesAgent):
    def __init__(self):
        self.client = DatabricksOpenAI(workspace_client=WorkspaceClient())

    def _route(self, text: str) -> str:
        options = "\n".join(f"{k}: {v['description']}" for k, v in SUB_AGENTS.items())
        answer = self.client.responses.create(
            model=ROUTER, instructions=f"Answer with one word.\n{options}", input=text
        )
        return answer.output_text.strip()

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        items = [i.model_dump() for i in request.input]
        chosen = SUB_AGENTS[self._route(str(items[-1]["content"]))]
        answer = self.client.responses.create(model=chosen["endpoint"], input=items)
        return ResponsesAgentResponse(output=[o.model_dump() for o in answer.output])

    def predict_stream(self, request: ResponsesAgentRequest) -> Generator[ResponsesAgentStreamEvent, None, None]:
        items = [i.model_dump() for i in request.input]
        for agent in SUB_AGENTS.values():
            for event in self.client.responses.create(model=agent["endpoint"], input=items, stream=True):
                yield ResponsesAgentStreamEvent(**event.model_dump())


mlflow.models.set_model(Router())
