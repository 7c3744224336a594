"""Entry point that is logged as the model."""

import mlflow
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse

from helpdesk import build_graph, settings

mlflow.langchain.autolog()


class Helpdesk(ResponsesAgent):
    def __init__(self):
        self.graph = build_graph(settings)

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        question = request.input[-1].content
        state = self.graph.invoke({"question": question, "passages": [], "answer": "", "attempts": 0})
        item = self.create_text_output_item(text=state["answer"], id="answer")
        return ResponsesAgentResponse(output=[item], custom_outputs={"attempts": state["attempts"]})


mlflow.models.set_model(Helpdesk())
