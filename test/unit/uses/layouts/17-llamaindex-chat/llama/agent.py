import asyncio
import os
import uuid

import mlflow
from databricks.sdk import WorkspaceClient
from llama_index.core.agent.workflow import FunctionAgent
from llama_index.core.tools import FunctionTool
from llama_index.embeddings.databricks import DatabricksEmbedding
from llama_index.llms.databricks import Databricks
from mlflow.pyfunc import ChatAgent
from mlflow.types.agent import ChatAgentMessage, ChatAgentResponse
from unitycatalog.ai.core.databricks import DatabricksFunctionClient

EMBED = "databricks-gte-large-en"
TOPICS = {"parking": "Where to park in the city", "permits": "Permits for building"}

host = os.environ.get("DATABRICKS_HOST", "")
functions = DatabricksFunctionClient()


def _base() -> str:
    return f"{host}/serving-endpoints"


def nearest_topic(question: str) -> str:
    """Name of the city service that a question is about."""
    model = DatabricksEmbedding(model=EMBED, endpoint=_base())
    asked = model.get_text_embedding(question)
    scored = {
        name: sum(a * b for a, b in zip(asked, model.get_text_embedding(text)))
        for name, text in TOPICS.items()
    }
    return max(scored, key=scored.get)


def permit_state(number: str) -> str:
    """State of a building permit."""
    done = functions.execute_function(
        function_name="city.services.permit_state", parameters={"number": number}
    )
    return done.value


def mayor_calendar(day: str) -> str:
    """Not offered: the mayor's office asked us to wait."""
    answer = WorkspaceClient().genie.start_conversation_and_wait(
        "01f0cafe00000000111111112222222a", f"Meetings on {day}"
    )
    return str(answer)


class CityAgent(ChatAgent):
    def __init__(self):
        self.workflow = FunctionAgent(
            tools=[FunctionTool.from_defaults(fn=f) for f in (nearest_topic, permit_state)],
            llm=Databricks(model="databricks-meta-llama-3-3-70b-instruct", api_base=_base()),
            system_prompt="You speak for the city's services.",
        )

    def predict(self, messages, context=None, custom_inputs=None) -> ChatAgentResponse:
        answer = asyncio.run(self._run(messages[-1].content))
        return ChatAgentResponse(
            messages=[ChatAgentMessage(id=str(uuid.uuid4()), role="assistant", content=answer)]
        )

    async def _run(self, question: str) -> str:
        return str(await self.workflow.run(user_msg=question))


mlflow.models.set_model(CityAgent())
