import mlflow
from databricks.sdk import WorkspaceClient
from databricks_ai_bridge.genie import Genie
from mlflow.pyfunc import ChatAgent
from mlflow.types.agent import ChatAgentMessage, ChatAgentResponse

SPACES = {"finance": "01f0aaaa0000aaaa0000aaaa0000aaaa", "people": "01f0bbbb0000bbbb0000bbbb0000bbbb"}

w = WorkspaceClient()
finance = Genie(SPACES["finance"], client=w)
LOGISTICS = "01f0cccc0000cccc0000cccc0000cccc"


def ask_people(question: str) -> str:
    message = w.genie.start_conversation_and_wait(SPACES["people"], question)
    return message.attachments[0].text.content


def ask_logistics(question: str, conversation: str | None) -> tuple[str, str]:
    if conversation is None:
        message = w.genie.start_conversation(space_id=LOGISTICS, content=question).result()
    else:
        message = w.genie.create_message_and_wait(LOGISTICS, conversation, question)
    attachment = message.attachments[0]
    rows = w.genie.get_message_attachment_query_result(
        LOGISTICS, message.conversation_id, message.id, attachment.attachment_id
    )
    return message.conversation_id, str(rows.statement_response.result.data_array)


class Numbers(ChatAgent):
    def predict(self, messages, context=None, custom_inputs=None):
        question = messages[-1].content
        which = (custom_inputs or {}).get("domain", "finance")
        extra = {}
        if which == "finance":
            text = finance.ask_question(question).result
        elif which == "people":
            text = ask_people(question)
        else:
            extra["conversation"], text = ask_logistics(question, (custom_inputs or {}).get("conversation"))
        return ChatAgentResponse(
            messages=[ChatAgentMessage(role="assistant", content=str(text), id="n")], custom_outputs=extra
        )


mlflow.models.set_model(Numbers())
