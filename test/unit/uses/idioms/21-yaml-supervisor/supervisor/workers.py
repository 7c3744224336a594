from typing import Any

from databricks_langchain import ChatDatabricks, UCFunctionToolkit, VectorSearchRetrieverTool
from databricks_langchain.genie import GenieAgent
from langgraph.prebuilt import create_react_agent


def worker(entry: dict[str, Any]):
    match entry:
        case {"genie": space, "name": name, **rest}:
            return GenieAgent(space, genie_agent_name=name, description=rest.get("about", ""))
        case {"search": {"index": index, "columns": columns}, "model": model, "name": name}:
            tools = [VectorSearchRetrieverTool(index_name=index, columns=columns)]
        case {"functions": [*functions], "model": model, "name": name}:
            tools = UCFunctionToolkit(function_names=functions).tools
        case _:
            raise ValueError(f"unknown worker {entry}")
    return create_react_agent(ChatDatabricks(endpoint=model), tools, name=name)
