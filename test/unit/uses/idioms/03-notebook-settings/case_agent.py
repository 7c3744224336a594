# Databricks notebook source
# MAGIC %md
# MAGIC # Clerk agent
# MAGIC Uses `justice.cases.old_rulings_index` no more.

# COMMAND ----------

# MAGIC %pip install -U -qqqq mlflow databricks-langchain langgraph
# MAGIC dbutils.library.restartPython()

# COMMAND ----------

# MAGIC %run ./settings/prod

# COMMAND ----------

import uuid

import mlflow
from databricks_langchain import ChatDatabricks, UCFunctionToolkit, VectorSearchRetrieverTool
from langgraph.prebuilt import create_react_agent
from mlflow.pyfunc import ChatAgent
from mlflow.types.agent import ChatAgentMessage, ChatAgentResponse

# COMMAND ----------

prefix = cfg["catalog"] + "." + cfg["schema"]
names = [f"{prefix}.{name.strip()}" for name in cfg["functions"].split(",")]
tools = UCFunctionToolkit(function_names=names).tools
tools += [
    VectorSearchRetrieverTool(
        index_name=cfg["index"], tool_name="rulings", tool_description="Rulings of the courts"
    )
]

# COMMAND ----------

# MAGIC %md ## The agent

# COMMAND ----------

class ClerkAgent(ChatAgent):
    def __init__(self):
        llm = ChatDatabricks(endpoint=cfg["llm"], temperature=cfg["temperature"])
        self.graph = create_react_agent(llm, tools, prompt=cfg["system"])

    def predict(self, messages, context=None, custom_inputs=None):
        state = {"messages": self._convert_messages_to_dict(messages)}
        answer = self.graph.invoke(state)["messages"][-1]
        return ChatAgentResponse(
            messages=[ChatAgentMessage(role="assistant", content=answer.content, id=str(uuid.uuid4()))]
        )

# COMMAND ----------

mlflow.langchain.autolog()
mlflow.models.set_model(ClerkAgent())
