import mlflow
from databricks_langchain import ChatDatabricks, UCFunctionToolkit
from langgraph.prebuilt import create_react_agent

LLM_ENDPOINT_NAME = "databricks-claude-sonnet-4"
llm = ChatDatabricks(endpoint=LLM_ENDPOINT_NAME)
tools = UCFunctionToolkit(function_names=["main.demo.lookup"]).tools
AGENT = create_react_agent(llm, tools)
mlflow.models.set_model(AGENT)
