import os

import mlflow
from databricks_openai import DatabricksOpenAI
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse

from pkg.identity import best_client

ROOMS = os.getenv("ROOMS_SPACE_ID", "01f0d1d2d3d4d5d6d7d8d9dadbdcddde")


class OfficeAgent(ResponsesAgent):
    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        client = best_client()
        question = str(request.input[-1].content)
        rooms = client.genie.start_conversation_and_wait(space_id=ROOMS, content=question)
        openai = DatabricksOpenAI(workspace_client=client)
        answer = openai.chat.completions.create(
            model="databricks-gpt-5-mini",
            messages=[{"role": "user", "content": f"{rooms.content}\n{question}"}],
        )
        return ResponsesAgentResponse(
            output=[self.create_text_output_item(text=answer.choices[0].message.content, id="o")]
        )


mlflow.models.set_model(OfficeAgent())
