import mlflow
from databricks.sdk import WorkspaceClient
from databricks_langchain import ChatDatabricks
from langchain_core.tools import StructuredTool
from langgraph.prebuilt import create_react_agent
from unitycatalog.ai.core.base import set_uc_function_client
from unitycatalog.ai.core.databricks import DatabricksFunctionClient
from unitycatalog.ai.langchain.toolkit import UCFunctionToolkit

SCHEMA = "lab.chem"
client = DatabricksFunctionClient(execution_mode="serverless")
set_uc_function_client(client)

toolkit = UCFunctionToolkit(client=client, function_names=[f"{SCHEMA}.molar_mass", f"{SCHEMA}.boiling_point"])


def solubility(smiles: str, solvent: str = "water") -> str:
    result = client.execute_function(
        function_name=f"{SCHEMA}.solubility",
        parameters={"smiles": smiles, "solvent": solvent},
    )
    return result.error or result.value


comment = WorkspaceClient().functions.get(name="lab.chem.solubility_doc").comment
tools = toolkit.tools + [StructuredTool.from_function(solubility, description=comment or "Solubility of a molecule")]

agent = create_react_agent(ChatDatabricks(endpoint="databricks-llama-4-maverick"), tools)
mlflow.models.set_model(agent)
