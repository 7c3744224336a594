from databricks_langchain import UCFunctionToolkit


def tools(catalog: str):
    return UCFunctionToolkit(function_names=[f"{catalog}.inventory.on_hand"]).tools
