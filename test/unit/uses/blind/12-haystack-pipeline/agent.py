import os
from typing import Any, Dict, List, Optional

import mlflow
from databricks.sdk import WorkspaceClient
from haystack import Document, Pipeline, component, default_from_dict, default_to_dict
from haystack.components.builders import ChatPromptBuilder
from haystack.components.embedders import OpenAITextEmbedder
from haystack.components.generators.chat import OpenAIChatGenerator
from haystack.components.routers import ConditionalRouter
from haystack.dataclasses import ChatMessage
from haystack.utils import Secret

BASE_URL = os.environ.get("DATABRICKS_BASE_URL") or f"{WorkspaceClient().config.host}/serving-endpoints"
TOKEN = Secret.from_env_var("DATABRICKS_TOKEN")

TEMPLATE = [
    ChatMessage.from_system("Answer from the documents. The source is museum.objects.catalogue."),
    ChatMessage.from_user(
        """
        {% for d in documents %}- {{ d.content }} ({{ d.meta.id }})
        {% endfor %}
        Question: {{ question }}
        """
    ),
]


@component
class DatabricksRetriever:
    """Retrieves by vector from an index."""

    def __init__(self, index: str, columns: Optional[List[str]] = None, top_k: int = 10):
        self.index = index
        self.columns = columns or ["id", "text"]
        self.top_k = top_k
        self._w: Optional[WorkspaceClient] = None

    def warm_up(self):
        self._w = self._w or WorkspaceClient()

    def to_dict(self) -> Dict[str, Any]:
        return default_to_dict(self, index=self.index, columns=self.columns, top_k=self.top_k)

    @classmethod
    def from_dict(cls, data: Dict[str, Any]) -> "DatabricksRetriever":
        return default_from_dict(cls, data)

    @component.output_types(documents=List[Document])
    def run(self, query_embedding: List[float]):
        self.warm_up()
        rows = self._w.vector_search_indexes.query_index(
            index_name=self.index, columns=self.columns, query_vector=query_embedding, num_results=self.top_k
        ).result.data_array
        return {"documents": [Document(content=r[1], meta={"id": r[0]}, score=r[-1]) for r in rows or []]}


def generator(model: str, **kwargs) -> OpenAIChatGenerator:
    return OpenAIChatGenerator(model=model, api_base_url=BASE_URL, api_key=TOKEN, generation_kwargs=kwargs)


def build() -> Pipeline:
    p = Pipeline(max_runs_per_component=3)
    p.add_component("embed", OpenAITextEmbedder(model="databricks-gte-large-en", api_base_url=BASE_URL, api_key=TOKEN))
    p.add_component("retrieve", DatabricksRetriever("museum.objects.catalogue_vs", top_k=6))
    p.add_component("prompt", ChatPromptBuilder(template=TEMPLATE, required_variables="*"))
    p.add_component("llm", generator("databricks-claude-haiku-4-5", max_tokens=600))
    p.connect("embed.embedding", "retrieve.query_embedding")
    p.connect("retrieve.documents", "prompt.documents")
    p.connect("prompt.prompt", "llm.messages")
    return p


def routed() -> Pipeline:
    """An experiment of 2024."""
    p = Pipeline()
    p.add_component("router", ConditionalRouter(routes=[]))
    p.add_component("big", generator("databricks-meta-llama-3-1-405b-instruct"))
    p.add_component("other", DatabricksRetriever(index="museum.objects.letters_vs"))
    return p


class Guide(mlflow.pyfunc.PythonModel):
    def __init__(self):
        self.pipeline: Optional[Pipeline] = None

    def load_context(self, context):
        self.pipeline = build()

    def predict(self, context, model_input, params=None):
        question = model_input["question"]
        out = self.pipeline.run({"embed": {"text": question}, "prompt": {"question": question}})
        return {"answer": out["llm"]["replies"][0].text}


mlflow.models.set_model(Guide())
