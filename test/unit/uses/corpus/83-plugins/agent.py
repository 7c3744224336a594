import importlib
import pkgutil

import mlflow
from databricks_langchain import ChatDatabricks
from langgraph.prebuilt import create_react_agent

import plugins
from plugins.registry import REGISTRY

for module in pkgutil.iter_modules(plugins.__path__):
    if not module.name.startswith("_"):
        importlib.import_module(f"{plugins.__name__}.{module.name}")

agent = create_react_agent(
    ChatDatabricks(endpoint="databricks-claude-sonnet-4"),
    [make() for make in REGISTRY.values()],
)
mlflow.models.set_model(agent)
