import asyncio

import mlflow
from agents import Runner
from databricks_openai.agents import AsyncDatabricksSession
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse

from team import LAKEBASE_INSTANCE, front_desk

mlflow.openai.autolog()


async def converse(text: str, session_id: str) -> str:
    session = AsyncDatabricksSession(session_id, instance_name=LAKEBASE_INSTANCE)
    result = await Runner.run(front_desk(), text, session=session, max_turns=8)
    return str(result.final_output)


class FrontDesk(ResponsesAgent):
    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        session_id = (request.custom_inputs or {}).get("session_id", "none")
        text = asyncio.run(converse(str(request.input[-1].content), session_id))
        return ResponsesAgentResponse(output=[self.create_text_output_item(text=text, id="f")])


mlflow.models.set_model(FrontDesk())
