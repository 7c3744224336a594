#: requirements: mlflow==3.17.2, langgraph, langgraph-swarm, databricks-langchain, python-dotenv
#: modelConfig: {"agents": {"flights": {"llm": "a"}, "hotels": {"llm": "b"}}, "retries": 3}
"""Agents that hand over to each other, configured from one mapping."""

import mlflow
from databricks_langchain import ChatDatabricks
from dotenv import load_dotenv
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.prebuilt import create_react_agent
from langgraph_swarm import create_handoff_tool, create_swarm
from mlflow.models import ModelConfig

load_dotenv()

CONFIG = ModelConfig(development_config={}).to_dict()
agents = []
for name, settings in CONFIG["agents"].items():
    llm = ChatDatabricks(endpoint=settings["llm"], max_retries=CONFIG.get("retries", 2), timeout=CONFIG.get("timeout"))
    agents.append(create_react_agent(llm, tools=[create_handoff_tool(agent_name=name)], name=name))

first = CONFIG["agents"]["flights"]["llm"]
workflow = create_swarm(agents, default_active_agent="flights")
graph = workflow.compile(checkpointer=InMemorySaver())
mlflow.models.set_model(graph)
