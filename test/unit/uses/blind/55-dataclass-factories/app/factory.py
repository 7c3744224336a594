from databricks_langchain import ChatDatabricks, UCFunctionToolkit, VectorSearchRetrieverTool

from .config import App, Domain

DEFAULTS = {"num_results": 4, "columns": ["id", "text"]}


def search(domain: Domain, **options):
    return VectorSearchRetrieverTool(**{**DEFAULTS, "index_name": domain.index, **options})


def functions(domain: Domain):
    if not domain.functions:
        return []
    return UCFunctionToolkit(function_names=domain.functions).tools


def everything(app: App):
    llm = ChatDatabricks(**app.chat.kwargs())
    tools = [t for d in app.domains for t in (search(d, tool_name=f"{d.name}_docs"), *functions(d))]
    return llm, tools
