import mlflow
from databricks.sdk import WorkspaceClient
from databricks_ai_bridge import ModelServingUserCredentials
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse

from data import account_notes, ask_space, score


def as_caller() -> WorkspaceClient:
    return WorkspaceClient(credentials_strategy=ModelServingUserCredentials())


class CrmAgent(ResponsesAgent):
    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        question = str(request.input[-1].content)
        caller = as_caller()
        facts = {
            "notes": account_notes(question, client=caller),
            "pipeline": ask_space(question, client=caller),
            "company": ask_space("company totals"),
            "score": score(question),
        }
        answer = caller.serving_endpoints.get_open_ai_client().chat.completions.create(
            model="databricks-claude-sonnet-4",
            messages=[{"role": "user", "content": f"{facts}\n\n{question}"}],
        )
        return ResponsesAgentResponse(
            output=[self.create_text_output_item(text=answer.choices[0].message.content, id="crm")]
        )


mlflow.models.set_model(CrmAgent())
