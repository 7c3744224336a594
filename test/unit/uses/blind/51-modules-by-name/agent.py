from importlib import import_module

import mlflow
from langgraph.prebuilt import create_react_agent

PLUGINS = {
    "search": "plugins.search",
    "calc": ".calc",
    # "beta": "plugins.beta",
}
MODELS_MODULE = "plugins.models"


def load(target: str):
    return import_module(target, package="plugins") if target.startswith(".") else import_module(target)


tools = []
for name, target in PLUGINS.items():
    tools.extend(load(target).build())

models = import_module(MODELS_MODULE)
mlflow.models.set_model(create_react_agent(models.LLM, tools))
