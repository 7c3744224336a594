import mlflow
from databricks_langchain import ChatDatabricks, VectorSearchRetrieverTool


class Skill(type):
    registry: dict[str, type] = {}

    def __new__(mcs, name, bases, namespace, **options):
        cls = super().__new__(mcs, name, bases, namespace)
        if "endpoint" in namespace:
            cls.llm = ChatDatabricks(endpoint=namespace["endpoint"])
            mcs.registry[name.lower()] = cls
        return cls


class Index:
    """The attribute's name becomes the index's name."""

    def __init__(self, schema):
        self.schema = schema

    def __set_name__(self, owner, name):
        self.full_name = f"{self.schema}.{name}_index"

    def __get__(self, instance, owner):
        return VectorSearchRetrieverTool(index_name=self.full_name)


class Base(metaclass=Skill):
    def run(self, text):
        return self.llm.invoke(text).content


class Translate(Base):
    endpoint = "databricks-gpt-5-mini"


class Explain(Base):
    endpoint = "databricks-claude-haiku-4-5"
    hops = Index("main.brewing")
    malts = Index("main.brewing")

    def run(self, text):
        docs = self.hops.invoke(text) + self.malts.invoke(text)
        return super().run(f"{docs}\n{text}")


class Model(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input, params=None):
        return Skill.registry[model_input["skill"]]().run(model_input["text"])


mlflow.models.set_model(Model())
