import mlflow
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse

from newsroom.state import Services, chat


class NewsAgent(ResponsesAgent):
    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        question = str(request.input[-1].content)
        services = Services()
        old = services.archive.invoke({"messages": [{"role": "user", "content": question}]})
        reply = chat(0.2).invoke(f"{services.wire()}\n{old['messages'][-1].content}\n\n{question}")
        return ResponsesAgentResponse(
            output=[self.create_text_output_item(text=reply.content, id=reply.id)]
        )


mlflow.models.set_model(NewsAgent())
