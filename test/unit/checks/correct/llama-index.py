#: requirements: mlflow==3.17.2, llama-index-core, llama-index-llms-openai, llama-index-llms-databricks
"""LlamaIndex inside of a ResponsesAgent."""

import mlflow
from llama_index.core.agent.workflow import FunctionAgent
from llama_index.core.tools import FunctionTool
from llama_index.llms.databricks import Databricks
from llama_index.llms.openai import OpenAI
from mlflow.pyfunc import ResponsesAgent


def add(a: int, b: int) -> int:
    """Adds."""
    return a + b


class Calculator(ResponsesAgent):
    def predict(self, request):
        llm = Databricks(model="chat") if request.custom_inputs else OpenAI(model="gpt-4o")
        agent = FunctionAgent(tools=[FunctionTool.from_defaults(fn=add)], llm=llm)
        return {"output": [str(agent)]}


mlflow.models.set_model(Calculator())
