#: requirements: mlflow==2.22.1, openai<2
#: mlflowVersion: 2.22.5
"""The older ChatModel."""

import random
import time

import mlflow
from mlflow.pyfunc import ChatModel
from mlflow.types.llm import ChatChoice, ChatCompletionResponse, ChatMessage
from openai import AzureOpenAI


class Older(ChatModel):
    def load_context(self, context):
        self.client = AzureOpenAI(api_version="2024-06-01")

    def predict(self, context, messages, params):
        time.sleep(random.random() / 1000)
        choice = ChatChoice(index=0, message=ChatMessage(role="assistant", content=str(self.client)))
        return ChatCompletionResponse(choices=[choice], usage={}, model="older")


mlflow.models.set_model(Older())
