import contextlib
import contextvars
import itertools
import threading
from concurrent.futures import ThreadPoolExecutor

import mlflow
from databricks.sdk import WorkspaceClient
from databricks.sdk.credentials_provider import ModelServingUserCredentials
from databricks_langchain import ChatDatabricks, VectorSearchRetrieverTool

current = contextvars.ContextVar("client")
local = threading.local()


def names():
    yield "main.gen.first_index"
    yield from (f"main.gen.{n}_index" for n in ("second", "third"))
    for i in itertools.count(4):
        if i > 5:
            return
        yield f"main.gen.n{i}_index"


@contextlib.contextmanager
def as_user():
    token = current.set(WorkspaceClient(credentials_strategy=ModelServingUserCredentials()))
    try:
        yield current.get()
    finally:
        current.reset(token)


def retrievers():
    return [VectorSearchRetrieverTool(index_name=n) for n in names()]


def llm():
    if not hasattr(local, "llm"):
        local.llm = ChatDatabricks(endpoint="databricks-claude-sonnet-4")
    return local.llm


class Model(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input, params=None):
        with contextlib.ExitStack() as stack:
            client = stack.enter_context(as_user())
            pool = stack.enter_context(ThreadPoolExecutor())
            mine = client.genie.start_conversation_and_wait("01f09999aaaa9999aaaa9999aaaa9999", model_input["q"])
            docs = pool.map(lambda r: r.invoke(model_input["q"]), retrievers())
            return llm().invoke(f"{list(docs)}{mine}").content


mlflow.models.set_model(Model())
