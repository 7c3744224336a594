import mlflow
from databricks_langchain import ChatDatabricks, VectorSearchRetrieverTool
from databricks_langchain.genie import GenieAgent
from langgraph.prebuilt import create_react_agent

from conf import cfg, lookup

llm_section = cfg.section("llm")
llm = ChatDatabricks(
    endpoint=llm_section["endpoint_name"],
    temperature=llm_section.get("temperature", 0.01),
    max_tokens=llm_section.get("max_tokens", 1024),
)
guard = ChatDatabricks(endpoint=lookup("guardrail", "endpoint_name", "databricks-llama-guard"))

vs = VectorSearchRetrieverTool(
    index_name=lookup("retriever", "index_name"),
    num_results=int(lookup("retriever", "top_k", 3)),
    tool_name="kb",
)
genie = GenieAgent(genie_space_id=cfg.raw.get("genie", {}).get("space_id", "01f00000000000000000000000000fff"))


def figures(question: str) -> str:
    """Asks for figures."""
    if "unsafe" in guard.invoke(question).content:
        return "no"
    return genie.invoke({"messages": [("user", question)]})["messages"][-1].content


mlflow.models.set_model(create_react_agent(llm, [vs, figures]))
