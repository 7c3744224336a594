from databricks_llamaindex import UCFunctionToolkit
from llama_index.core import Settings
from llama_index.core.agent.workflow import FunctionAgent
from llama_index.core.workflow import Context, Event, StartEvent, StopEvent, Workflow, step

from .models import reviewer, workspace
from .retriever import IndexRetriever

SCHEMA = "main.grants"


class Passages(Event):
    question: str
    passages: list[str]


class Draft(Event):
    text: str


class GrantAdvisor(Workflow):
    """Retrieve, draft, review."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        client = workspace()
        self.sources = {
            "calls": IndexRetriever(client, f"{SCHEMA}.calls_index"),
            "guides": IndexRetriever(client, f"{SCHEMA}.guides_index", text="body", top=2),
        }
        self.writer = FunctionAgent(
            llm=Settings.llm,
            tools=UCFunctionToolkit(function_names=[f"{SCHEMA}.deadline_of", f"{SCHEMA}.budget_cap"]).tools,
            system_prompt="You advise on grants. The table main.grants.winners is confidential.",
        )

    @step
    async def retrieve(self, context: Context, event: StartEvent) -> Passages:
        passages = []
        for name, retriever in self.sources.items():
            passages += [f"[{name}] {n.text}" for n in await retriever.aretrieve(event.question)]
        return Passages(question=event.question, passages=passages)

    @step
    async def draft(self, event: Passages) -> Draft:
        reply = await self.writer.run("\n".join([*event.passages, event.question]))
        return Draft(text=str(reply))

    @step
    async def review(self, event: Draft) -> StopEvent:
        verdict = await reviewer().acomplete(f"Is it polite? yes or no.\n{event.text}")
        return StopEvent(result=event.text if "yes" in str(verdict).lower() else "Please ask a person.")
