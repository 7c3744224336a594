import os

import mlflow
from mlflow.types.llm import (
    ChatChoice,
    ChatChoiceDelta,
    ChatChunkChoice,
    ChatCompletionChunk,
    ChatCompletionResponse,
    ChatMessage,
)

try:
    from matrix_extra import EXTRA
except ImportError:
    EXTRA = "no code paths"
try:
    CONFIG = mlflow.models.ModelConfig()
    GREETING = f"{CONFIG.get('greeting')} {CONFIG.get('limits')}"
except FileNotFoundError:
    GREETING = "no configuration"


class Agent(mlflow.pyfunc.ChatModel):
    notes = None  # MLflow 2.22 asks the agents of some interfaces before they are given a context

    def load_context(self, context):
        self.notes = {name: open(path).read() for name, path in sorted((context.artifacts or {}).items())}

    def predict(self, context, messages, params):
        told = [messages[-1].content, EXTRA, GREETING, self.notes, params.temperature, os.environ.get("MATRIX_API_KEY")]
        text = " | ".join(map(str, told))
        return ChatCompletionResponse(
            choices=[ChatChoice(message=ChatMessage(role="assistant", content=text))], created=1, id="1"
        )

    def predict_stream(self, context, messages, params):
        for word in messages[-1].content.split():
            delta = ChatChoiceDelta(role="assistant", content=word)
            yield ChatCompletionChunk(choices=[ChatChunkChoice(delta=delta)], created=1, id="1")


mlflow.models.set_model(Agent())
