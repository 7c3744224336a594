import litellm
import mlflow
from litellm import completion, embedding

litellm.drop_params = True
PRIMARY = "databricks/databricks-claude-sonnet-4-5"


def reply(messages: list[dict]) -> str:
    answer = completion(
        model=PRIMARY,
        messages=messages,
        fallbacks=["databricks/databricks-gpt-oss-120b", "bedrock/anthropic.claude-3-haiku-20240307-v1:0"],
    )
    return answer.choices[0].message.content


def vector(text: str) -> list[float]:
    return embedding(model="databricks/databricks-gte-large-en", input=[text]).data[0]["embedding"]


def translate(text: str) -> str:
    out = litellm.completion(model="gemini/gemini-2.0-flash", messages=[{"role": "user", "content": text}])
    return out.choices[0].message.content


class Model(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input, params=None):
        messages = model_input["messages"]
        if (params or {}).get("translate"):
            messages[-1]["content"] = translate(messages[-1]["content"])
        text = reply(messages)
        return {"text": text, "vector": vector(text)}


mlflow.models.set_model(Model())
