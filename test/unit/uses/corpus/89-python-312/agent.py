import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import override

import mlflow
from databricks_langchain import ChatDatabricks, UCFunctionToolkit, VectorSearchRetrieverTool
from mlflow.pyfunc import PythonModel

type Name = str
type Maker[T] = Callable[[Name], T]

CATALOG = "main"
PARTS = {"schema": "syntax"}


@dataclass(slots=True, kw_only=True)
class Lazy[T]:
    name: Name
    make: Maker[T]
    _value: T | None = None

    def get(self) -> T:
        if self._value is None:
            self._value = self.make(self.name)
        return self._value


def first[T: (str, bytes)](*values: T) -> T:
    return values[0]


llm = Lazy[ChatDatabricks](name="databricks-gpt-5", make=lambda n: ChatDatabricks(endpoint=n))
docs = VectorSearchRetrieverTool(index_name=f"{CATALOG}.{PARTS["schema"]}.{f"{"docs"}_index"}")
tools = UCFunctionToolkit(function_names=[first("main.syntax.parse", "main.syntax.lex")]).tools


class Model(PythonModel):
    @override
    def predict(self, context, model_input, params=None):
        try:
            with (
                mlflow.start_span(name="retrieve") as span,
                mlflow.start_span(name=f"{span.name!r:>{10}}"),
            ):
                found = docs.invoke(model_input["q"])
        except* (TimeoutError, OSError) as group:
            found = [str(e) for e in group.exceptions]
        match model_input:
            case {"q": str(question), **rest} if rest:
                return llm.get().invoke(f"{question=}{found}").content
            case {"q": question}:
                return asyncio.run(llm.get().bind_tools([*tools]).ainvoke(question)).content


mlflow.models.set_model(Model())
