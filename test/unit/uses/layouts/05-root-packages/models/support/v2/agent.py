import uuid

import mlflow
from databricks.sdk import WorkspaceClient
from mlflow.pyfunc import ChatModel
from mlflow.types.llm import ChatChoice, ChatCompletionResponse, ChatMessage, ChatParams

from common.genie.spaces import Spaces
from common.llm import Llm


class SupportModel(ChatModel):
    GUARDRAIL = "support-guardrail-v3"

    def load_context(self, context):
        self.workspace = WorkspaceClient()
        self.llm = Llm(self.workspace)

    def allowed(self, text: str) -> bool:
        verdict = self.llm.complete(
            [{"role": "user", "content": text}], model=self.GUARDRAIL, max_tokens=1
        )
        return verdict.strip().lower() != "no"

    def tickets(self, question: str) -> str:
        message = self.workspace.genie.start_conversation_and_wait(Spaces.TICKETS, question)
        return "\n".join(a.text.content for a in message.attachments or [] if a.text)

    def predict(self, context, messages: list[ChatMessage], params: ChatParams) -> ChatCompletionResponse:
        question = messages[-1].content
        if not self.allowed(question):
            text = "I cannot help with that."
        else:
            facts = self.tickets(question)
            text = self.llm.complete(
                [
                    {"role": "system", "content": facts},
                    *[m.to_dict() for m in messages],
                ],
                temperature=params.temperature,
            )
        choice = ChatChoice(index=0, message=ChatMessage(role="assistant", content=text))
        return ChatCompletionResponse(choices=[choice], id=str(uuid.uuid4()))


mlflow.models.set_model(SupportModel())
