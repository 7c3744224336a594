# Databricks notebook source
# MAGIC %pip install databricks-openai mlflow
# MAGIC %restart_python

# COMMAND ----------

# MAGIC %%writefile lookup.py
# MAGIC INDEX = "fleet.kb.wrong_index"
# MAGIC from databricks_openai import VectorSearchRetrieverTool
# MAGIC VectorSearchRetrieverTool(index_name=INDEX)

# COMMAND ----------

import json
import os

import mlflow
from databricks_openai import DatabricksOpenAI
from mlflow.pyfunc import ChatModel
from mlflow.types.llm import ChatCompletionResponse

from lookup import lookup

# COMMAND ----------

ENDPOINT = "databricks-gpt-5-nano"


def trial():
    return DatabricksOpenAI().chat.completions.create(model=ENDPOINT, messages=[])


# COMMAND ----------

# DBTITLE 1,The agent
ENDPOINT = os.environ.get("ENDPOINT") or "databricks-gemini-2-5-flash"
SPEC = {"type": "function", "function": {"name": "lookup", "parameters": {"type": "object", "properties": {"plate": {"type": "string"}}}}}


class Fleet(ChatModel):
    def load_context(self, context):
        self.client = DatabricksOpenAI()

    @mlflow.trace
    def _complete(self, messages):
        return self.client.chat.completions.create(messages=messages, model=ENDPOINT, tools=[SPEC])

    def predict(self, context, messages, params=None):
        history = [m.to_dict() for m in messages]
        reply = self._complete(history)
        for call in reply.choices[0].message.tool_calls or []:
            history.append({"role": "tool", "tool_call_id": call.id, "content": lookup(**json.loads(call.function.arguments))})
        return ChatCompletionResponse.from_dict(self._complete(history).to_dict())


mlflow.models.set_model(Fleet())

# COMMAND ----------

# MAGIC %sql SELECT count(*) FROM fleet.core.trips

# COMMAND ----------

if __name__ == "__main__":
    trial()
