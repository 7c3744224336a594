import mlflow
from databricks_langchain import ChatDatabricks
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse

from genie_bot.conversation import Conversation
from genie_bot.settings import SETTINGS


class FiguresDesk(ResponsesAgent):
    def __init__(self):
        self.router = ChatDatabricks(endpoint=SETTINGS["router"])
        self.spaces = {name: entry["id"] for name, entry in SETTINGS["spaces"].items()}

    def choose(self, question: str) -> str:
        for name, entry in SETTINGS["spaces"].items():
            if any(word in question.lower() for word in entry["words"]):
                return name
        return self.router.invoke(f"Answer one of {list(self.spaces)}: {question}").content

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        question = str(request.input[-1].content)
        extra = request.custom_inputs or {}
        if "space_id" in extra:
            conversation = Conversation(extra["space_id"], extra.get("conversation_id"))
        else:
            conversation = Conversation(self.spaces[self.choose(question)])
        text = conversation.ask(question)
        return ResponsesAgentResponse(
            output=[self.create_text_output_item(text=text, id="genie")],
            custom_outputs={"conversation_id": conversation.id, "space_id": conversation.space},
        )


mlflow.models.set_model(FiguresDesk())
