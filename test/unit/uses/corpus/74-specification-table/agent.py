import mlflow
from databricks_langchain import ChatDatabricks, GenieAgent, UCFunctionToolkit, VectorSearchRetrieverTool
from langchain_core.tools import StructuredTool
from langgraph.prebuilt import create_react_agent

TOOLS = [
    {"type": "index", "name": "legal", "index": "main.city.bylaws_index", "k": 5},
    {"type": "index", "name": "minutes", "index": "main.city.minutes_index"},
    {"type": "genie", "name": "budget", "space": "01f0c17c17c17c17c17c17c17c17c170"},
    {"type": "functions", "name": "permits", "functions": ["main.city.permit_status", "main.city.permit_fee"]},
]

BUILDERS = {}


def make_index(spec: dict) -> list:
    return [VectorSearchRetrieverTool(index_name=spec["index"], tool_name=spec["name"], num_results=spec.get("k", 3))]


def make_genie(spec: dict) -> list:
    agent = GenieAgent(genie_space_id=spec["space"], genie_agent_name=spec["name"])

    def ask(question: str) -> str:
        return agent.invoke({"messages": [("user", question)]})["messages"][-1].content

    return [StructuredTool.from_function(ask, name=spec["name"], description="Asks about the budget")]


def make_functions(spec: dict) -> list:
    return UCFunctionToolkit(function_names=spec["functions"]).tools


BUILDERS = {"index": make_index, "genie": make_genie, "functions": make_functions}

tools = []
for spec in TOOLS:
    tools.extend(BUILDERS[spec["type"]](spec))

mlflow.models.set_model(create_react_agent(ChatDatabricks(model="databricks-claude-sonnet-4-5"), tools))
