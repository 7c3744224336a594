import mlflow
from databricks.sdk import WorkspaceClient
from databricks_langchain import ChatDatabricks
from mlflow.models import ModelConfig
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse

from support.container import Container
from support.services import Escalate, IndexFinder, Router

config = ModelConfig(development_config={"endpoint": "x", "escalation": {"connection": "y"}})
FINDER = {"index": "telco.support.articles_index", "k": 6}

services = (
    Container()
    .add("workspace", lambda c: WorkspaceClient())
    .add("finder", lambda c: IndexFinder(**FINDER))
    .add("llm", lambda c: ChatDatabricks(endpoint=config.get("endpoint")))
    .add("escalate", lambda c: Escalate(c.get("workspace"), config.get("escalation")["connection"]))
    .add("router", lambda c: Router(c.get("finder"), c.get("llm"), on_unknown=c.get("escalate")))
)


class SupportAgent(ResponsesAgent):
    def __init__(self, container: Container = services):
        self.router: Router = container.get("router")

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        text = self.router.reply(str(request.input[-1].content))
        return ResponsesAgentResponse(output=[self.create_text_output_item(text=text, id="s")])


mlflow.models.set_model(SupportAgent())
