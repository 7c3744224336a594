from functools import reduce, singledispatch

import mlflow
from databricks_langchain import ChatDatabricks, VectorSearchRetrieverTool


class Ref:
    def __init__(self, *parts):
        self.parts = parts

    def __truediv__(self, part):
        return type(self)(*self.parts, part)

    def __str__(self):
        return ".".join(self.parts)

    def __class_getitem__(cls, name):
        return cls(*name.split("."))


class Model(Ref):
    def __str__(self):
        return "-".join(self.parts)


class Kind:
    kinds = []

    def __init_subclass__(cls, /, ref, **kwargs):
        super().__init_subclass__(**kwargs)
        Kind.kinds.append(ref)


class Docs(Kind, ref=Ref("main") / "ops" / "docs_index"):
    pass


class Notes(Kind, ref=Ref["main.ops"] / "notes_index"):
    pass


class Chat(Kind, ref=Model("databricks") / "gpt" / "5"):
    pass


@singledispatch
def make(ref):
    return VectorSearchRetrieverTool(index_name=str(ref))


@make.register
def _(ref: Model):
    return ChatDatabricks(endpoint=str(ref))


compose = lambda *fs: lambda x: reduce(lambda v, f: f(v), fs, x)  # noqa: E731
*sources, llm = map(make, Kind.kinds)
pipeline = compose(lambda q: [s.invoke(q) for s in sources], str, llm.invoke, lambda m: m.content)


class Agent(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input, params=None):
        return pipeline(model_input["q"])


mlflow.models.set_model(Agent())
