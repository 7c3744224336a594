from databricks_langchain import UCFunctionToolkit


def build():
    return UCFunctionToolkit(function_names=["law.tools.deadline"]).tools
