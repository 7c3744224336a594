import threading
from functools import cache, lru_cache

import mlflow
from databricks.vector_search.client import VectorSearchClient
from databricks_langchain import ChatDatabricks
from databricks_openai import DatabricksOpenAI

_index = None
_lock = threading.Lock()
_INDEX_NAME = "main.media.transcripts_index"
_VS_ENDPOINT = "shared-vs-endpoint"


def index():
    global _index
    if _index is None:
        with _lock:
            if _index is None:
                client = VectorSearchClient(disable_notice=True)
                _index = client.get_index(endpoint_name=_VS_ENDPOINT, index_name=_INDEX_NAME)
    return _index


@lru_cache(maxsize=1)
def llm() -> ChatDatabricks:
    return ChatDatabricks(endpoint="databricks-claude-sonnet-4")


@cache
def openai_client() -> DatabricksOpenAI:
    return DatabricksOpenAI()


class Ranker:
    _instance: "Ranker | None" = None

    @classmethod
    def shared(cls) -> "Ranker":
        if cls._instance is None:
            cls._instance = cls("bge-reranker-v2")
        return cls._instance

    def __init__(self, endpoint: str):
        self.endpoint = endpoint

    def rank(self, query: str, texts: list[str]) -> list[str]:
        scores = mlflow.deployments.get_deploy_client("databricks").predict(
            endpoint=self.endpoint, inputs={"inputs": [[query, t] for t in texts]}
        )["predictions"]
        return [t for _, t in sorted(zip(scores, texts), reverse=True)]


def keywords(question: str) -> str:
    return (
        openai_client()
        .chat.completions.create(model="databricks-gpt-oss-20b", messages=[{"role": "user", "content": question}])
        .choices[0]
        .message.content
    )


class Transcripts(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input, params=None):
        question = model_input["messages"][-1]["content"]
        hits = index().similarity_search(query_text=keywords(question), columns=["text"], num_results=20)
        best = Ranker.shared().rank(question, [row[0] for row in hits["result"]["data_array"]])[:4]
        return llm().invoke("\n".join([*best, question])).content


mlflow.models.set_model(Transcripts())
