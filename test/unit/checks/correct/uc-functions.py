#: requirements: mlflow==3.17.2, unitycatalog-langchain[databricks], databricks-langchain, langgraph
"""Functions of Unity Catalog through the toolkit's own client."""

import mlflow
from databricks_langchain import ChatDatabricks
from langgraph.prebuilt import create_react_agent
from unitycatalog.ai.core.base import set_uc_function_client
from unitycatalog.ai.core.databricks import DatabricksFunctionClient
from unitycatalog.ai.langchain.toolkit import UCFunctionToolkit

client = DatabricksFunctionClient()
set_uc_function_client(client)
toolkit = UCFunctionToolkit(function_names=["main.support.*"], client=client)
mlflow.models.set_model(create_react_agent(ChatDatabricks(endpoint="chat"), toolkit.tools))
