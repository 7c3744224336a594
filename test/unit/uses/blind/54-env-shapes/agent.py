import os
from typing import Optional

import mlflow
from databricks_langchain import ChatDatabricks, UCFunctionToolkit, VectorSearchRetrieverTool
from langgraph.prebuilt import create_react_agent


class MissingSetting(RuntimeError):
    pass


def env(name: str, default: Optional[str] = None) -> str:
    value = os.environ.get(f"FARM_{name}", default)
    if value is None:
        raise MissingSetting(name)
    return value


os.environ.setdefault("FARM_REGION", "north")
CATALOG = env("CATALOG", "farm")
SCHEMA = os.getenv("FARM_SCHEMA") or "kb"
TEAM = os.environ["FARM_TEAM"]
STAGES = {"dev": "databricks-gpt-oss-20b", "prod": "databricks-gpt-oss-120b"}
ENDPOINT = STAGES[env("STAGE", "prod").lower()]

tools = [
    VectorSearchRetrieverTool(index_name=f"{CATALOG}.{SCHEMA}.{os.environ['FARM_REGION']}_index"),
    VectorSearchRetrieverTool(index_name=f"{CATALOG}.{TEAM}.plans_index"),
    *UCFunctionToolkit(function_names=[f"{CATALOG}.tools.{n}" for n in env("TOOLS", "rain, soil").split(", ")]).tools,
]
llm = ChatDatabricks(endpoint=ENDPOINT)
backup = ChatDatabricks(endpoint=env("BACKUP"))
mlflow.models.set_model(create_react_agent(llm.with_fallbacks([backup]), tools))
