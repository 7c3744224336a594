import mlflow
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse
from pydantic import BaseModel
from pydantic_ai import Agent, RunContext

from finance.deps import Deps
from finance.models import model


class Answer(BaseModel):
    text: str
    amount: float | None = None


books = Agent(model(), deps_type=Deps, output_type=Answer, instructions="You answer about the ledger.")


@books.instructions
def currency(ctx: RunContext[Deps]) -> str:
    return f"Amounts are in {ctx.deps.currency}."


@books.tool
def ask_ledger(ctx: RunContext[Deps], question: str) -> str:
    """Ask the ledger in words."""
    message = ctx.deps.workspace.genie.start_conversation_and_wait(ctx.deps.space, question)
    return "\n".join(a.text.content for a in message.attachments or [] if a.text)


@books.tool(retries=2)
def sample_rows(ctx: RunContext[Deps]) -> dict[str, list]:
    """Some rows of the ledger's tables."""
    found = {}
    for name in ctx.deps.tables:
        response = ctx.deps.workspace.statement_execution.execute_statement(
            warehouse_id="6d5e4f3a2b1c0d9e", statement=f"SELECT * FROM {name} LIMIT 3"
        )
        found[name] = response.result.data_array or []
    return found


class LedgerAgent(ResponsesAgent):
    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        extra = request.custom_inputs or {}
        deps = Deps(currency=extra.get("currency", "EUR"))
        result = books.run_sync(str(request.input[-1].content), deps=deps)
        return ResponsesAgentResponse(
            output=[self.create_text_output_item(text=result.output.text, id="ledger")],
            custom_outputs={"amount": result.output.amount},
        )


mlflow.models.set_model(LedgerAgent())
