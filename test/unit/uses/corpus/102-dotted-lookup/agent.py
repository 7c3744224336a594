from functools import reduce
from types import SimpleNamespace

import mlflow
from databricks_langchain import ChatDatabricks, DatabricksEmbeddings, VectorSearchRetrieverTool

config = mlflow.models.ModelConfig().to_dict()
DEFAULTS = {"retrieval": {"primary": {"k": 3}, "embedding": "databricks-gte-large-en"}, "llm": {"temperature": 0}}


def merge(a: dict, b: dict) -> dict:
    out = dict(a)
    for key, value in b.items():
        out[key] = merge(out[key], value) if isinstance(value, dict) and isinstance(out.get(key), dict) else value
    return out


def look(path: str, default=None):
    return reduce(lambda d, k: d.get(k, default) if isinstance(d, dict) else default, path.split("."), full)


def spaced(value):
    return SimpleNamespace(**{k: spaced(v) for k, v in value.items()}) if isinstance(value, dict) else value


full = merge(DEFAULTS, config)
ns = spaced(full)

llm = ChatDatabricks(endpoint=look("llm.name"), temperature=ns.llm.temperature)
docs = VectorSearchRetrieverTool(index_name=ns.retrieval.primary.index, num_results=look("retrieval.primary.k"))
embedding = DatabricksEmbeddings(endpoint=ns.retrieval.embedding)


class Model(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input, params=None):
        q = model_input["q"]
        return llm.invoke(f"{docs.invoke(q)}{embedding.embed_query(q)[:2]}").content


mlflow.models.set_model(Model())
