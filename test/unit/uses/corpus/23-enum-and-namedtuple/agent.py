from enum import Enum
from typing import NamedTuple

import mlflow
from databricks.sdk import WorkspaceClient
from databricks_openai import DatabricksOpenAI


class Endpoint(str, Enum):
    CHAT = "databricks-claude-sonnet-4-5"
    EMBEDDING = "databricks-gte-large-en"
    BATCH = "databricks-llama-4-maverick"  # only the nightly job uses it


class Index(NamedTuple):
    name: str
    columns: tuple[str, ...]
    top: int = 3


FAQ = Index("main.web.faq_index", ("question", "answer"))
PRODUCTS = Index(name="main.web.products_index", columns=("sku", "description"), top=10)

w = WorkspaceClient()
client = DatabricksOpenAI(workspace_client=w)


def embed(text: str) -> list[float]:
    return client.embeddings.create(model=Endpoint.EMBEDDING.value, input=text).data[0].embedding


def faq(question: str) -> list:
    found = w.vector_search_indexes.query_index(
        index_name=FAQ.name, columns=list(FAQ.columns), query_text=question, num_results=FAQ.top
    )
    return found.result.data_array


def products(question: str) -> list:
    found = w.vector_search_indexes.query_index(
        PRODUCTS.name, list(PRODUCTS.columns), query_vector=embed(question), num_results=PRODUCTS.top
    )
    return found.result.data_array


class WebAgent(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input, params=None):
        question = model_input["messages"][-1]["content"]
        evidence = {"faq": faq(question), "products": products(question)}
        out = client.chat.completions.create(
            model=Endpoint.CHAT,
            messages=[{"role": "system", "content": str(evidence)}, {"role": "user", "content": question}],
        )
        return out.choices[0].message.content


mlflow.models.set_model(WebAgent())
