import asyncio
import os
from collections.abc import AsyncGenerator

import mlflow
from databricks_langchain import AsyncCheckpointSaver, AsyncDatabricksStore, ChatDatabricks, DatabricksEmbeddings
from databricks_openai import AsyncDatabricksOpenAI
from langchain_core.tools import tool
from langgraph.prebuilt import create_react_agent
from mlflow.genai.agent_server import invoke, stream
from mlflow.types.responses import (
    ResponsesAgentRequest,
    ResponsesAgentResponse,
    ResponsesAgentStreamEvent,
    create_text_output_item,
)
from mlflow.pyfunc import ResponsesAgent

INSTANCE = os.environ.get("LAKEBASE_INSTANCE_NAME") or "chat-state"
EMBEDDING_ENDPOINT = "databricks-gte-large-en"

client = AsyncDatabricksOpenAI()
model = ChatDatabricks(endpoint="databricks-claude-sonnet-4-5")


@tool
async def brainstorm(topic: str) -> str:
    """Ideas on a topic."""
    answers = await asyncio.gather(
        *(
            client.chat.completions.create(
                model="databricks-gpt-5-mini",
                messages=[{"role": "user", "content": f"{n} ideas on {topic}"}],
            )
            for n in (3, 5)
        )
    )
    return "\n".join(a.choices[0].message.content for a in answers)


async def respond(request: ResponsesAgentRequest) -> AsyncGenerator[ResponsesAgentStreamEvent, None]:
    thread = (request.custom_inputs or {}).get("thread_id", "default")
    async with (
        AsyncCheckpointSaver(instance_name=INSTANCE) as saver,
        AsyncDatabricksStore(
            instance_name="long-term-memory",
            embeddings=DatabricksEmbeddings(endpoint=EMBEDDING_ENDPOINT),
            embedding_dims=1024,
        ) as store,
    ):
        agent = create_react_agent(model, [brainstorm], checkpointer=saver, store=store)
        async for event in agent.astream(
            {"messages": [i.model_dump() for i in request.input]},
            {"configurable": {"thread_id": thread}},
            stream_mode="updates",
        ):
            for node in event.values():
                for message in node["messages"]:
                    yield ResponsesAgentStreamEvent(
                        type="response.output_item.done",
                        item=create_text_output_item(text=str(message.content), id=message.id),
                    )


class Ideas(ResponsesAgent):
    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        async def collect():
            return [event.item async for event in respond(request)]

        return ResponsesAgentResponse(output=asyncio.run(collect()))


mlflow.models.set_model(Ideas())
