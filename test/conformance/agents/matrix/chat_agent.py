import os

import mlflow
from mlflow.types.agent import ChatAgentChunk, ChatAgentMessage, ChatAgentResponse

try:
    from matrix_extra import EXTRA
except ImportError:
    EXTRA = "no code paths"
try:
    CONFIG = mlflow.models.ModelConfig()
    GREETING = f"{CONFIG.get('greeting')} {CONFIG.get('limits')}"
except FileNotFoundError:
    GREETING = "no configuration"


class Agent(mlflow.pyfunc.ChatAgent):
    notes = None  # MLflow 2.22 asks the agents of some interfaces before they are given a context

    def load_context(self, context):
        self.notes = {name: open(path).read() for name, path in sorted((context.artifacts or {}).items())}

    def predict(self, messages, context=None, custom_inputs=None):
        told = [messages[-1].content, EXTRA, GREETING, self.notes, custom_inputs, os.environ.get("MATRIX_API_KEY")]
        text = " | ".join(map(str, told))
        return ChatAgentResponse(messages=[ChatAgentMessage(role="assistant", content=text, id="1")])

    def predict_stream(self, messages, context=None, custom_inputs=None):
        for word in messages[-1].content.split():
            yield ChatAgentChunk(delta=ChatAgentMessage(role="assistant", content=word, id="1"))


mlflow.models.set_model(Agent())
