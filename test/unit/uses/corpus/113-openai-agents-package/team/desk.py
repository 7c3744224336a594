from agents import Agent, GuardrailFunctionOutput, Runner, input_guardrail
from pydantic import BaseModel

from .models import chat_model, open_weights, vendor_model
from .tools import seat_of, visitors_today


class Check(BaseModel):
    rude: bool


_guard = Agent(name="guard", instructions="Is it rude?", model=open_weights(), output_type=Check)


@input_guardrail
async def polite(context, agent, text) -> GuardrailFunctionOutput:
    result = await Runner.run(_guard, text)
    return GuardrailFunctionOutput(output_info=result.final_output, tripwire_triggered=result.final_output.rude)


def front_desk() -> Agent:
    seats = Agent(name="seats", instructions="Find people.", model=chat_model("databricks-gpt-5-mini"), tools=[seat_of])
    letters = Agent(name="letters", instructions="Read scans.", model=vendor_model())
    return Agent(
        name="desk",
        instructions="Greet, and hand over.",
        model=chat_model("databricks-claude-sonnet-4-5"),
        tools=[visitors_today],
        handoffs=[seats, letters],
        input_guardrails=[polite],
    )
