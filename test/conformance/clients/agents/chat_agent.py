import mlflow
from mlflow.types.agent import ChatAgentChunk, ChatAgentMessage, ChatAgentResponse


class Agent(mlflow.pyfunc.ChatAgent):
    @mlflow.trace
    def predict(self, messages, context=None, custom_inputs=None):
        text = f"you said {messages[-1].content}"
        return ChatAgentResponse(messages=[ChatAgentMessage(role="assistant", content=text, id="1")])

    @mlflow.trace
    def predict_stream(self, messages, context=None, custom_inputs=None):
        for character in f"you said {messages[-1].content}":
            yield ChatAgentChunk(delta=ChatAgentMessage(role="assistant", content=character, id="1"))


mlflow.models.set_model(Agent())
