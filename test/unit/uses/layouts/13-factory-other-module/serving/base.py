import abc

from databricks_openai import DatabricksOpenAI
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse


class PromptedAgent(ResponsesAgent, abc.ABC):
    endpoint = "databricks-meta-llama-3-1-8b-instruct"

    def __init__(self):
        self.client = DatabricksOpenAI()

    @abc.abstractmethod
    def system(self, question: str) -> str: ...

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        question = str(request.input[-1].content)
        answer = self.client.responses.create(
            model=self.endpoint,
            input=[
                {"role": "system", "content": self.system(question)},
                {"role": "user", "content": question},
            ],
        )
        return ResponsesAgentResponse(output=[o.model_dump() for o in answer.output])
