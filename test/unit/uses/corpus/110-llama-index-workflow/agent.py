"""Grant advisor as a LlamaIndex workflow, served as a ResponsesAgent."""

import asyncio
import uuid

import mlflow
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse

from flows.advisor import GrantAdvisor
from flows.models import configure

mlflow.llama_index.autolog()
configure()


class Advisor(ResponsesAgent):
    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        question = str(request.input[-1].content)

        async def answer() -> str:
            return str(await GrantAdvisor(timeout=90).run(question=question))

        item = self.create_text_output_item(text=asyncio.run(answer()), id=str(uuid.uuid4()))
        return ResponsesAgentResponse(output=[item])


mlflow.models.set_model(Advisor())
