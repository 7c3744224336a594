import mlflow
from mlflow.pyfunc import ChatAgent


class Chat(ChatAgent):
    def predict(self, messages, context=None, custom_inputs=None):
        return {"messages": [{"role": "assistant", "content": messages[-1].content, "id": "1"}]}


def build() -> Chat:
    agent = Chat()
    return agent


mlflow.models.set_model(build())
