import uuid

import mlflow
from databricks_langchain import ChatDatabricks
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse

from desk import conf_value, prompts
from desk.search import Search


class Desk(ResponsesAgent):
    def __init__(self):
        self.llm = ChatDatabricks(endpoint=conf_value("models", "answer"), **conf_value("parameters"))
        self.search = Search.from_conf()

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        question = request.input[-1].content
        context = "\n".join(self.search(question))
        reply = self.llm.invoke(prompts()["answer"].format(context=context, question=question))
        return ResponsesAgentResponse(output=[self.create_text_output_item(reply.content, str(uuid.uuid4()))])


mlflow.models.set_model(Desk())
