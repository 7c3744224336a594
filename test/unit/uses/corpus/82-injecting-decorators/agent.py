import functools
import inspect

import mlflow
from databricks.sdk import WorkspaceClient
from databricks_langchain import ChatDatabricks, VectorSearchRetrieverTool

PROVIDERS = {
    "llm": lambda name: ChatDatabricks(endpoint=name),
    "index": lambda name: VectorSearchRetrieverTool(index_name=name),
}


def inject(**wanted):
    def decorate(f):
        signature = inspect.signature(f)
        made = {key: PROVIDERS[kind](name) for key, (kind, name) in wanted.items() if key in signature.parameters}

        @functools.wraps(f)
        def call(*args, **kwargs):
            return f(*args, **{**made, **kwargs})

        return call

    return decorate


def with_genie(space):
    def decorate(cls):
        cls.ask = lambda self, q: WorkspaceClient().genie.start_conversation_and_wait(space, q)
        return cls

    return decorate


@inject(llm=("llm", "databricks-gpt-oss-20b"))
def title(text, *, llm=None):
    return llm.invoke(f"Title: {text}").content


@with_genie("01f0200200200200200200200200200a")
class Keeper(mlflow.pyfunc.PythonModel):
    @inject(llm=("llm", "databricks-claude-sonnet-4"), animals=("index", "main.zoo.animals_index"))
    def answer(self, question, llm=None, animals=None):
        return llm.invoke(f"{animals.invoke(question)}\n{self.ask(question)}\n{question}").content

    def predict(self, context, model_input, params=None):
        text = self.answer(model_input["q"])
        return {"title": title(text), "text": text}


mlflow.models.set_model(Keeper())
