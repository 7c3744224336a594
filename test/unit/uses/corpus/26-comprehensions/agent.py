import mlflow
from databricks_langchain import ChatDatabricks, UCFunctionToolkit, VectorSearchRetrieverTool
from langgraph.prebuilt import create_react_agent

TOPICS = ["contracts", "tenders", "suppliers"]
LANGUAGES = {"de": "main.proc_de.norms_index", "fr": "main.proc_fr.norms_index"}
MODELS = ["databricks-claude-sonnet-4", "databricks-gpt-oss-120b"]
ROLES = ["buyer", "lawyer"]

topic_tools = [
    VectorSearchRetrieverTool(index_name=f"main.procurement.{topic}_index", tool_name=f"search_{topic}")
    for topic in TOPICS
]
norm_tools = {
    language: VectorSearchRetrieverTool(index_name=index, tool_name=f"norms_{language}")
    for language, index in LANGUAGES.items()
}

function_tools = []
for i, name in enumerate(("po_status", "supplier_rating"), start=1):
    function_tools += UCFunctionToolkit(function_names=[f"main.procurement.{name}"]).tools

agents = {}
for role, model in zip(ROLES, MODELS):
    agents[role] = create_react_agent(
        ChatDatabricks(model=model),
        topic_tools + list(norm_tools.values()) + function_tools,
        name=role,
    )


class Desk(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input, params=None):
        role = (params or {}).get("role", "buyer")
        return agents[role].invoke({"messages": model_input["messages"]})["messages"][-1].content


mlflow.models.set_model(Desk())
