import mlflow
from mlflow.pyfunc import ChatModel
from mlflow.types.llm import ChatChoice, ChatCompletionResponse, ChatMessage


class Model(ChatModel):
    def load_context(self, context):
        artifacts = context.artifacts or {}
        self.texts = {name: open(path).read() for name, path in artifacts.items() if path.endswith(".txt")}

    def predict(self, context, messages, params):
        text = f"{messages[-1].content} {self.texts} {params.temperature} {params.max_tokens}"
        return ChatCompletionResponse(
            choices=[ChatChoice(message=ChatMessage(role="assistant", content=text))], created=1, id="1"
        )


mlflow.models.set_model(Model())
