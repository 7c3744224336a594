import mlflow
from mlflow.pyfunc import ChatAgent
from mlflow.types.agent import ChatAgentMessage, ChatAgentResponse

from platform_client import Platform

CHAT = "databricks-claude-sonnet-4"


class Concierge(ChatAgent):
    def __init__(self):
        self.platform = Platform()

    def predict(self, messages, context=None, custom_inputs=None):
        question = messages[-1].content
        p = self.platform
        intent = p.chat("databricks-gpt-oss-20b", f"One word for the intent of: {question}")
        evidence = p.search("hotel.guest.faq_index", question, ["answer"])
        if "room" in intent:
            evidence += p.search(index="hotel.guest.rooms_index", text=question, columns=["name", "price"])
            evidence += p.select("SELECT room, free_from FROM hotel.ops.availability LIMIT 20")
        answer = p.chat(CHAT, f"{evidence}\n{question}", temperature=0.4)
        return ChatAgentResponse(messages=[ChatAgentMessage(role="assistant", content=answer, id="c")])


mlflow.models.set_model(Concierge())
