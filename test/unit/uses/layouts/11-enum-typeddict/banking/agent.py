import os
import sys

sys.path.insert(0, os.path.abspath(os.path.join(os.path.dirname(__file__), "..")))

import mlflow
from databricks.sdk import WorkspaceClient
from databricks_langchain import ChatDatabricks, VectorSearchRetrieverTool
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse

from banking.stages import CURRENT, Topic


def index_of(topic: Topic) -> str:
    match topic:
        case Topic.CARDS:
            return f"{CURRENT['catalog']}.kb.cards_index"
        case Topic.LOANS:
            return f"{CURRENT['catalog']}.kb.loans_index"
        case _:
            raise ValueError(topic)


class BankingAgent(ResponsesAgent):
    def __init__(self):
        self.workspace = WorkspaceClient()
        self.llm = ChatDatabricks(model=CURRENT["llm"])
        self.search = {
            topic.value: VectorSearchRetrieverTool(index_name=index_of(topic)) for topic in Topic
        }

    def rates(self) -> list[list[str]]:
        answer = self.workspace.statement_execution.execute_statement(
            "SELECT product, rate FROM {}.public.rates".format(CURRENT["catalog"]),
            CURRENT["warehouse"],
        )
        return answer.result.data_array

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        question = str(request.input[-1].content)
        topic = "loans" if "loan" in question.lower() else "cards"
        passages = self.search[topic].invoke(question)
        reply = self.llm.invoke(f"{self.rates()}\n{passages}\n\n{question}")
        return ResponsesAgentResponse(
            output=[self.create_text_output_item(text=reply.content, id=reply.id)]
        )


mlflow.models.set_model(BankingAgent())
