import os

import mlflow
import numpy as np
from openai import AsyncOpenAI, OpenAI
from mlflow.pyfunc import ChatModel
from mlflow.types.llm import ChatChoice, ChatCompletionResponse, ChatMessage

HOST = os.environ["DATABRICKS_HOST"].rstrip("/")

client = OpenAI(api_key=os.environ.get("DATABRICKS_TOKEN"), base_url=f"{HOST}/serving-endpoints")
vendor = OpenAI(api_key=os.environ["OPENAI_API_KEY"])
unused_async = AsyncOpenAI(base_url=HOST + "/serving-endpoints")

EXAMPLES = ["reset my password", "change my address", "close my account"]


def embed(texts: list[str]) -> np.ndarray:
    out = client.embeddings.create(model="databricks-bge-large-en", input=texts)
    return np.array([d.embedding for d in out.data])


class IntentModel(ChatModel):
    def load_context(self, context):
        self.centroids = embed(EXAMPLES)

    def predict(self, context, messages: list[ChatMessage], params):
        question = messages[-1].content
        intent = EXAMPLES[int(np.argmax(self.centroids @ embed([question])[0]))]
        answer = client.chat.completions.create(
            model="databricks-mixtral-8x7b-instruct",
            messages=[
                {"role": "system", "content": f"The user wants to {intent}."},
                {"role": "user", "content": question},
            ],
            temperature=params.temperature,
        )
        text = answer.choices[0].message.content
        flagged = vendor.moderations.create(model="omni-moderation-latest", input=text).results[0].flagged
        if flagged:
            text = vendor.chat.completions.create(
                model="gpt-4.1-mini", messages=[{"role": "user", "content": "Rewrite politely: " + text}]
            ).choices[0].message.content
        return ChatCompletionResponse(
            choices=[ChatChoice(index=0, message=ChatMessage(role="assistant", content=text))], model="intent"
        )


mlflow.models.set_model(IntentModel())
