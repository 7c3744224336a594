from typing import AsyncGenerator

from agents import (
    Agent,
    GuardrailFunctionOutput,
    OpenAIChatCompletionsModel,
    RunContextWrapper,
    Runner,
    handoff,
    input_guardrail,
)
from agents.extensions import handoff_filters
from databricks_openai import AsyncDatabricksOpenAI
from mlflow.genai.agent_server import invoke, stream
from mlflow.types.responses import (
    ResponsesAgentRequest,
    ResponsesAgentResponse,
    ResponsesAgentStreamEvent,
)
from pydantic import BaseModel

from agent_server.locales import LOCALES
from agent_server.tools import hotels, my_bookings

client = AsyncDatabricksOpenAI()


def model(name: str) -> OpenAIChatCompletionsModel:
    return OpenAIChatCompletionsModel(model=name, openai_client=client)


class Verdict(BaseModel):
    about_travel: bool


watchman = Agent(
    name="watchman",
    instructions="Is this about travel?",
    output_type=Verdict,
    model=model("databricks-gpt-5-nano"),
)


@input_guardrail
async def only_travel(ctx: RunContextWrapper, agent: Agent, given) -> GuardrailFunctionOutput:
    verdict = (await Runner.run(watchman, given, context=ctx.context)).final_output
    return GuardrailFunctionOutput(output_info=verdict, tripwire_triggered=not verdict.about_travel)


specialists = {
    code: Agent(name=f"desk_{code}", instructions=text, tools=[my_bookings, hotels], model=model(name))
    for code, (text, name) in LOCALES.items()
}

triage = Agent(
    name="triage",
    instructions="Find the language and hand over.",
    model=model("databricks-gpt-5-mini"),
    handoffs=[handoff(a, input_filter=handoff_filters.remove_all_tools) for a in specialists.values()],
    input_guardrails=[only_travel],
)


@invoke()
async def non_streaming(request: ResponsesAgentRequest) -> ResponsesAgentResponse:
    result = await Runner.run(triage, [i.model_dump() for i in request.input])
    return ResponsesAgentResponse(output=[item.to_input_item() for item in result.new_items])


@stream()
async def streaming(request: ResponsesAgentRequest) -> AsyncGenerator[ResponsesAgentStreamEvent, None]:
    result = Runner.run_streamed(triage, input=[i.model_dump() for i in request.input])
    async for event in result.stream_events():
        if event.type == "raw_response_event":
            yield ResponsesAgentStreamEvent(**event.data.model_dump())
