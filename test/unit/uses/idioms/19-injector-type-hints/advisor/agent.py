import re

import mlflow
from databricks_langchain import ChatDatabricks
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse

from advisor.injector import injector
from advisor.services import Projection


class Advisor:
    def __init__(self, llm: ChatDatabricks, projection: Projection):
        self.llm = llm
        self.projection = projection

    def answer(self, question: str) -> str:
        ages = [int(a) for a in re.findall(r"\b\d\d\b", question)]
        facts = {age: self.projection.at(age) for age in ages}
        return self.llm.invoke(f"{facts}\n{question}").content


class AdvisorAgent(ResponsesAgent):
    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        text = injector.get(Advisor).answer(str(request.input[-1].content))
        return ResponsesAgentResponse(output=[self.create_text_output_item(text=text, id="pension")])


mlflow.models.set_model(AdvisorAgent())
