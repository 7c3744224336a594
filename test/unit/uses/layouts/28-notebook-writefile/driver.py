# Databricks notebook source
# MAGIC %md
# MAGIC # Order tracking agent: write, try, log, deploy

# COMMAND ----------

# MAGIC %pip install -U -qqqq mlflow>=3.3 databricks-openai databricks-agents
# MAGIC dbutils.library.restartPython()

# COMMAND ----------

# MAGIC %%writefile agent.py
# MAGIC import mlflow
# MAGIC from databricks.sdk import WorkspaceClient
# MAGIC from databricks_openai import DatabricksOpenAI, VectorSearchRetrieverTool
# MAGIC from mlflow.pyfunc import ResponsesAgent
# MAGIC from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse
# MAGIC
# MAGIC LLM = "databricks-gpt-oss-120b"
# MAGIC TRACKING_SPACE = "01f0777788889999aaaabbbbccccdddd"
# MAGIC
# MAGIC
# MAGIC class TrackingAgent(ResponsesAgent):
# MAGIC     def __init__(self):
# MAGIC         self.client = DatabricksOpenAI()
# MAGIC         self.workspace = WorkspaceClient()
# MAGIC         self.terms = VectorSearchRetrieverTool(index_name="parcel.docs.terms_index")
# MAGIC
# MAGIC     def where_is(self, question):
# MAGIC         message = self.workspace.genie.start_conversation_and_wait(TRACKING_SPACE, question)
# MAGIC         return [a.text.content for a in message.attachments or [] if a.text]
# MAGIC
# MAGIC     def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
# MAGIC         question = str(request.input[-1].content)
# MAGIC         facts = self.where_is(question) + self.terms.execute(query=question)
# MAGIC         answer = self.client.chat.completions.create(
# MAGIC             model=LLM,
# MAGIC             messages=[{"role": "user", "content": f"{facts}\n\n{question}"}],
# MAGIC         )
# MAGIC         text = answer.choices[0].message.content
# MAGIC         return ResponsesAgentResponse(output=[self.create_text_output_item(text=text, id="m")])
# MAGIC
# MAGIC
# MAGIC mlflow.models.set_model(TrackingAgent())

# COMMAND ----------

dbutils.library.restartPython()

# COMMAND ----------

from agent import TrackingAgent

TrackingAgent().predict({"input": [{"role": "user", "content": "Where is parcel 42?"}]})

# COMMAND ----------

import mlflow
from mlflow.models.resources import DatabricksGenieSpace, DatabricksServingEndpoint

with mlflow.start_run():
    logged = mlflow.pyfunc.log_model(
        name="agent",
        python_model="agent.py",
        resources=[
            DatabricksServingEndpoint("databricks-gpt-oss-120b"),
            DatabricksGenieSpace("01f0777788889999aaaabbbbccccdddd"),
        ],
    )

# COMMAND ----------

from databricks import agents
from mlflow.genai.scorers import Safety
from databricks_openai import DatabricksOpenAI

judge = DatabricksOpenAI().chat.completions.create(
    model="databricks-claude-opus-4", messages=[{"role": "user", "content": "Make ten questions"}]
)
mlflow.genai.evaluate(data=[], scorers=[Safety()])

mlflow.set_registry_uri("databricks-uc")
registered = mlflow.register_model(logged.model_uri, "parcel.agents.tracking")
agents.deploy("parcel.agents.tracking", registered.version)
