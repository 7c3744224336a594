from databricks_langchain.uc_ai import DatabricksFunctionClient, UCFunctionToolkit

from .base import Worker


class NumbersWorker(Worker):
    endpoint = "databricks-gpt-5-2"
    functions = ("dose", "interaction")

    def tools(self) -> list:
        return UCFunctionToolkit(function_names=[f"pharma.calc.{f}" for f in self.functions], client=DatabricksFunctionClient()).tools
