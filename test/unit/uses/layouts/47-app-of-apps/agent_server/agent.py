import mlflow
from databricks.sdk import WorkspaceClient
from databricks_openai import AsyncDatabricksOpenAI
from mlflow.genai.agent_server import get_request_headers, invoke
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse

from agent_server.routes import ROUTES, model_of

mlflow.openai.autolog()
openai = AsyncDatabricksOpenAI()


def caller() -> WorkspaceClient:
    return WorkspaceClient(
        token=get_request_headers()["x-forwarded-access-token"], auth_type="pat"
    )


async def pick(question: str) -> str:
    answer = await openai.chat.completions.create(
        model="databricks-gpt-5-nano",
        messages=[{"role": "user", "content": f"One of {sorted(ROUTES)} or figures: {question}"}],
    )
    return answer.choices[0].message.content.strip()


async def ask(name: str, items: list[dict]) -> list[dict]:
    answer = await openai.responses.create(model=model_of(ROUTES[name]), input=items)
    return [o.model_dump() for o in answer.output]


async def figures(question: str) -> list[dict]:
    message = caller().genie.start_conversation_and_wait("01f0999988887777666655554444333a", question)
    content = [{"type": "output_text", "text": message.content or "", "annotations": []}]
    return [{"type": "message", "id": message.id, "role": "assistant", "content": content}]


@invoke()
async def front_door(request: ResponsesAgentRequest) -> ResponsesAgentResponse:
    items = [i.model_dump() for i in request.input]
    question = str(request.input[-1].content)
    extra = request.custom_inputs or {}
    if agent := extra.get("agent"):
        direct = await openai.responses.create(model=agent, input=items)
        return ResponsesAgentResponse(output=[o.model_dump() for o in direct.output])
    name = await pick(question)
    output = await ask(name, items) if name in ROUTES else await figures(question)
    return ResponsesAgentResponse(output=output)
