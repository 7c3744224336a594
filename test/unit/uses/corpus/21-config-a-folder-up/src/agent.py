from pathlib import Path

import mlflow
from databricks_langchain import ChatDatabricks, UCFunctionToolkit
from langgraph.prebuilt import create_react_agent

HERE = Path(__file__).resolve().parent
config = mlflow.models.ModelConfig(development_config=str(HERE.parent / "config" / "agent.yaml"))

uc = config.get("unity_catalog")
function_names = [f"{uc['catalog']}.{uc['schema']}.{name}" for name in uc["functions"]]

toolkit = UCFunctionToolkit(function_names=function_names)
model = ChatDatabricks(endpoint=config.get("llm")["primary"], temperature=config.get("llm")["temperature"])
agent = create_react_agent(model, toolkit.tools, prompt=(config.get("prompts") or {}).get("system"))

mlflow.models.set_model(agent)
