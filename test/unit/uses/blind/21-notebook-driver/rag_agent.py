# Databricks notebook source
# MAGIC %md
# MAGIC # Warranty assistant
# MAGIC The first cells try things out. The agent is the part below **Agent**.
# MAGIC `SELECT * FROM auto.warranty.claims`

# COMMAND ----------

# MAGIC %pip install -U -qqqq mlflow databricks-openai databricks-agents uv
# MAGIC dbutils.library.restartPython()

# COMMAND ----------

dbutils.widgets.text("catalog", "auto")
dbutils.widgets.dropdown("stage", "dev", ["dev", "prod"])

# COMMAND ----------

# DBTITLE 1,Try the endpoint
def _try_it():
    from databricks_openai import DatabricksOpenAI

    c = DatabricksOpenAI()
    r = c.chat.completions.create(model="databricks-gemma-3-12b", messages=[{"role": "user", "content": "hi"}])
    display(r)


# _try_it()

# COMMAND ----------

# MAGIC %sql
# MAGIC CREATE OR REPLACE FUNCTION auto.warranty.months_left(vin STRING) RETURNS INT RETURN 12;

# COMMAND ----------

# DBTITLE 1,Agent
import json
from typing import Any

import mlflow
from databricks_openai import DatabricksOpenAI, UCFunctionToolkit, VectorSearchRetrieverTool
from databricks_openai import DatabricksFunctionClient
from mlflow.pyfunc import ChatAgent
from mlflow.types.agent import ChatAgentMessage, ChatAgentResponse

# COMMAND ----------

CATALOG = "auto"
MODEL = "databricks-claude-3-7-sonnet"
RETRIEVER = VectorSearchRetrieverTool(
    index_name=CATALOG + ".warranty.terms_index",
    num_results=3,
    filters={"lang": "en"},
)
function_client = DatabricksFunctionClient()
uc = UCFunctionToolkit(function_names=[f"{CATALOG}.warranty.months_left"], client=function_client)
SPECS = [*uc.tools, RETRIEVER.tool]

# COMMAND ----------


class Warranty(ChatAgent):
    def __init__(self):
        self.client = DatabricksOpenAI()

    def _run(self, call) -> str:
        args = json.loads(call.function.arguments)
        name = call.function.name.replace("__", ".")
        if name.startswith(CATALOG):
            return str(function_client.execute_function(name, args).value)
        return str(RETRIEVER.execute(**args))

    def predict(self, messages, context=None, custom_inputs: dict[str, Any] | None = None):
        history = [m.model_dump(exclude_none=True) for m in messages]
        for _ in range(4):
            message = self.client.chat.completions.create(model=MODEL, messages=history, tools=SPECS).choices[0].message
            if not message.tool_calls:
                break
            history.append(message.model_dump())
            history += [{"role": "tool", "tool_call_id": c.id, "content": self._run(c)} for c in message.tool_calls]
        return ChatAgentResponse(messages=[ChatAgentMessage(role="assistant", content=message.content or "", id="1")])


AGENT = Warranty()
mlflow.models.set_model(AGENT)

# COMMAND ----------

# MAGIC %md
# MAGIC ## Evaluate, register, deploy

# COMMAND ----------


def evaluate():
    from mlflow.genai.scorers import Guidelines, Safety

    data = spark.table("auto.warranty.eval_set").toPandas()
    return mlflow.genai.evaluate(
        data=data,
        predict_fn=AGENT.predict,
        scorers=[Safety(), Guidelines(name="kind", guidelines="Be kind", model="databricks:/databricks-gpt-oss-120b")],
    )


# COMMAND ----------

if __name__ == "__main__" and dbutils.widgets.get("stage") == "dev":
    evaluate()
    mlflow.set_registry_uri("databricks-uc")
    info = mlflow.pyfunc.log_model(name="agent", python_model="rag_agent.py")
    mlflow.register_model(info.model_uri, "auto.models.warranty")
