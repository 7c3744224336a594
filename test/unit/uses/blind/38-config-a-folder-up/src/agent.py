import mlflow
from databricks_langchain import ChatDatabricks, DatabricksVectorSearch, UCFunctionToolkit
from langchain.retrievers.multi_query import MultiQueryRetriever
from langchain.tools.retriever import create_retriever_tool
from langgraph.prebuilt import create_react_agent

config = mlflow.models.ModelConfig(development_config="../configs/dev.yml")
llms = config.get("llm")
sources = config.get("sources") or {}


def chat(which: str) -> ChatDatabricks:
    options = dict(llms.get(which, {}))
    return ChatDatabricks(endpoint=options.pop("endpoint"), **options)


def retriever(source: dict):
    store = DatabricksVectorSearch(
        index_name=".".join(source[part] for part in ("catalog", "schema", "table")),
        columns=["id", "text"],
    )
    return MultiQueryRetriever.from_llm(
        retriever=store.as_retriever(search_kwargs={"k": source.get("num_results", 3)}),
        llm=chat("rewrite"),
    )


tools = [create_retriever_tool(retriever(s), name, f"Searches {name}") for name, s in sources.items()]
functions = config.get("tools").get("functions", ["energy.tools.nothing"])
tools.extend(UCFunctionToolkit(function_names=functions).tools)
reranker = (config.get("llm").get("rerank") or {}).get("endpoint", "databricks-gpt-oss-20b")
rerank = ChatDatabricks(endpoint=reranker)
agent = create_react_agent(chat("main"), tools) | rerank
mlflow.models.set_model(agent)
