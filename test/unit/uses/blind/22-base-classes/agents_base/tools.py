from databricks_langchain import UCFunctionToolkit

from .base import BaseAgent


class WithFunctions(BaseAgent):
    functions: list[str] = []
    function_schema = "main.default"

    def collect(self):
        names = [f"{self.function_schema}.{f}" for f in self.functions]
        return super().collect() + UCFunctionToolkit(function_names=names).tools
