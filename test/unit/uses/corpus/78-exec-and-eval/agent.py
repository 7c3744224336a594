import ast
import textwrap

import mlflow
from databricks_langchain import ChatDatabricks

TEMPLATE = textwrap.dedent(
    """
    from databricks_langchain import ChatDatabricks, VectorSearchRetrieverTool
    llm_{name} = ChatDatabricks(endpoint="databricks-{name}")
    """
)
space = {}
for name in ("claude-sonnet-4", "gpt-oss-20b".replace("-", "_")):
    if name.isidentifier():
        exec(compile(TEMPLATE.format(name=name), "<generated>", "exec"), space)

settings = eval("{'endpoint': 'databricks-' + 'llama-4-maverick'}", {"__builtins__": {}})
literal = ast.literal_eval("{'endpoint': 'databricks-gemma-3-12b'}")

first = ChatDatabricks(endpoint=settings["endpoint"])
second = ChatDatabricks(endpoint=literal["endpoint"])


class Model(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input, params=None):
        models = [v for k, v in space.items() if k.startswith("llm_")] + [first, second]
        return [m.invoke(model_input["q"]).content for m in models]


mlflow.models.set_model(Model())
