"""A sales assistant: it passes questions on to a Genie space, as the user who asks them."""

from databricks.sdk import WorkspaceClient
from databricks.sdk.credentials_provider import ModelServingUserCredentials
from databricks.sdk.errors import PermissionDenied
from mlflow.models import ModelConfig, set_model
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse

config = ModelConfig(development_config={"space": "10ca10ca10ca10ca10ca10ca10ca10ca"})


class SalesAssistant(ResponsesAgent):
    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        # The user's credentials exist while their question is answered, so the client is made here and not above.
        client = WorkspaceClient(credentials_strategy=ModelServingUserCredentials())
        try:
            text = ask(client, text_of(request.input[-1].content))
        except PermissionDenied as refusal:
            text = f"You may not see this: {refusal}"
        return ResponsesAgentResponse(output=[self.create_text_output_item(text=text, id="answer")])


def ask(client: WorkspaceClient, question: str) -> str:
    space = config.get("space")
    message = client.genie.start_conversation_and_wait(space, question)
    parts = []
    for attachment in message.attachments or []:
        if attachment.text:
            parts.append(attachment.text.content)
        if attachment.query:
            found = client.genie.get_message_attachment_query_result(
                space, message.conversation_id, message.message_id, attachment.attachment_id
            )
            parts += [", ".join(row) for row in found.statement_response.result.data_array]
    return "\n".join(parts)


def text_of(content) -> str:
    if isinstance(content, str):
        return content
    return "".join(part["text"] if isinstance(part, dict) else part.text for part in content)


set_model(SalesAssistant())
