import os
from collections import ChainMap, defaultdict
from copy import deepcopy
from types import MappingProxyType

import mlflow
import yaml
from databricks_langchain import ChatDatabricks, DatabricksEmbeddings, DatabricksVectorSearch, UCFunctionToolkit
from langchain.agents import AgentExecutor, create_tool_calling_agent
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.tools import create_retriever_tool

DEFAULTS = MappingProxyType(
    {
        "llm": {"endpoint": "databricks-meta-llama-3-3-70b-instruct", "temperature": 0.0, "max_tokens": 1024},
        "retriever": {"index_name": "farm.kb.crops_index", "columns": ["id", "text"], "text_column": "text"},
        "tools": ["farm.tools.weather"],
        "verbose": False,
    }
)
OVERRIDES = """
llm: {endpoint: databricks-claude-3-7-sonnet}
tools: [farm.tools.prices]
"""


def load_overrides() -> dict:
    return yaml.safe_load(OVERRIDES) or {}


config = deepcopy(dict(DEFAULTS))
extra = load_overrides()
config["llm"] = {**config["llm"], **extra.get("llm", {})}
config["tools"] += extra.get("tools", [])
config.setdefault("embedding", {}).setdefault("endpoint", "databricks-bge-large-en")
config |= {"verbose": os.environ.get("VERBOSE") == "1"}
config["retriever"].update(text_column="text", embedding=None)
config["retriever"].pop("embedding", None)

small = config["llm"] | {"endpoint": "databricks-meta-llama-3-1-8b-instruct", "max_tokens": 64}
routing = ChainMap({"max_tokens": 5}, small, config["llm"])

groups = defaultdict(list)
for full in config["tools"]:
    groups[full.split(".")[1]].append(full)

llm = ChatDatabricks(**config["llm"])
classifier = ChatDatabricks(endpoint=routing["endpoint"], max_tokens=routing["max_tokens"])
embedding = DatabricksEmbeddings(endpoint=config["embedding"]["endpoint"])

archive = {k: v for k, v in config["retriever"].items() if k != "index_name"}
archive["index_name"] = config["retriever"]["index_name"].replace("crops", "archive")

retrievers = {
    name: DatabricksVectorSearch(**settings, **({"embedding": embedding} if name == "current" else {})).as_retriever()
    for name, settings in dict(current=config["retriever"], archive=archive).items()
}
tools = [create_retriever_tool(r, f"search_{n}", f"Searches {n} texts") for n, r in retrievers.items()]
for schema, names in sorted(groups.items()):
    tools.extend(UCFunctionToolkit(function_names=names).tools)

prompt = ChatPromptTemplate.from_messages(
    [("system", "You advise farmers."), ("human", "{input}"), ("placeholder", "{agent_scratchpad}")]
)
executor = AgentExecutor(agent=create_tool_calling_agent(llm, tools, prompt), tools=tools, verbose=config["verbose"])


class Farm(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input, params=None):
        question = model_input["messages"][-1]["content"]
        kind = classifier.invoke(f"farming or other? {question}").content
        return executor.invoke({"input": question})["output"] if "farming" in kind else "I know about farming only."


mlflow.models.set_model(Farm())
