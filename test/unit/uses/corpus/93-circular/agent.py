import mlflow
from databricks_langchain import ChatDatabricks, VectorSearchRetrieverTool

import left
from right import RIGHT

a = "x"
b = a
a = b + a
while len(a) < 8:
    a, b = b + a, a

grow = ["main"]
for part in grow:
    if len(grow) < 3:
        grow.append(part + "x")


def forever(name, n=0):
    return forever(name + "-", n + 1) if n < 10**6 else name


def ping(n):
    return pong(n)


def pong(n):
    return ping(n - 1) if n else "databricks-gpt-oss-20b"


class Node:
    def __init__(self, name, child=None):
        self.child = child or self
        self.name = name


root = Node("main.loops.docs_index")
docs = VectorSearchRetrieverTool(index_name=root.child.child.child.name)
deep = VectorSearchRetrieverTool(index_name=".".join(grow))
llm = ChatDatabricks(endpoint=left.LEFT)
fibonacci = ChatDatabricks(endpoint=a)
endless = ChatDatabricks(endpoint=forever("databricks"))
ponged = ChatDatabricks(endpoint=ping(3))


class Model(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input, params=None):
        models = [llm, fibonacci, endless, ponged]
        return [m.invoke(str([docs, deep, RIGHT])).content for m in models]


mlflow.models.set_model(Model())
