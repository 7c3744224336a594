import mlflow
from mlflow.types.llm import (
    ChatChoice,
    ChatChoiceDelta,
    ChatChunkChoice,
    ChatCompletionChunk,
    ChatCompletionResponse,
    ChatMessage,
)


class Agent(mlflow.pyfunc.ChatModel):
    @mlflow.trace
    def predict(self, context, messages, params):
        text = f"you said {messages[-1].content}"
        return ChatCompletionResponse(choices=[ChatChoice(message=ChatMessage(role="assistant", content=text))])

    @mlflow.trace
    def predict_stream(self, context, messages, params):
        for character in f"you said {messages[-1].content}":
            delta = ChatChoiceDelta(role="assistant", content=character)
            yield ChatCompletionChunk(choices=[ChatChunkChoice(delta=delta)])


mlflow.models.set_model(Agent())
