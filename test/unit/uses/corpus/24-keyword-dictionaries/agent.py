import mlflow
from databricks_langchain import ChatDatabricks, VectorSearchRetrieverTool
from langgraph.prebuilt import create_react_agent

COMMON = {"temperature": 0.0, "max_tokens": 1500}
CHAT_KWARGS = {**COMMON, "model": "databricks-claude-sonnet-4"}

summary_kwargs = dict(COMMON, endpoint="databricks-meta-llama-3-3-70b-instruct")
summary_kwargs["max_tokens"] = 200

BASE_RETRIEVER = {"num_results": 5, "query_type": "HYBRID", "index_name": "main.kb.default_index"}
EN = BASE_RETRIEVER | {"index_name": "main.kb.english_index", "tool_name": "english_docs"}
JA = {**BASE_RETRIEVER, "index_name": "main.kb.japanese_index", "tool_name": "japanese_docs"}

retriever_args = {}
retriever_args["index_name"] = "main.kb.glossary_index"
retriever_args.update(tool_name="glossary", num_results=1)

llm = ChatDatabricks(**CHAT_KWARGS)
summarizer = ChatDatabricks(**summary_kwargs)

tools = [
    VectorSearchRetrieverTool(**EN, tool_description="English documents"),
    VectorSearchRetrieverTool(**JA, tool_description="日本語の文書"),
    VectorSearchRetrieverTool(**retriever_args),
]


def shorten(text: str) -> str:
    """Shortens a text."""
    return summarizer.invoke(f"Shorten: {text}").content


mlflow.models.set_model(create_react_agent(llm, [*tools, shorten]))
