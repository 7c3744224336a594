import mlflow as m
from mlflow.types.agent import ChatAgentMessage, ChatAgentResponse
from one_file import WORDS


class Chat(m.pyfunc.ChatAgent):
    def predict(self, messages, context=None, custom_inputs=None):
        text = f"{messages[-1].content} {WORDS} {custom_inputs}"
        return ChatAgentResponse(messages=[ChatAgentMessage(role="assistant", content=text, id="1")])

    def predict_stream(self, messages, context=None, custom_inputs=None):
        yield {"delta": {"role": "assistant", "content": "hello", "id": "1"}}


m.models.set_model(Chat())
