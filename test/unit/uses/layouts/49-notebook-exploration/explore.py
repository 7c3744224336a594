# Databricks notebook source
# MAGIC %md
# MAGIC # Does the new model answer our ten questions?

# COMMAND ----------

# MAGIC %pip install -q databricks-openai databricks-vectorsearch
# MAGIC %restart_python

# COMMAND ----------

dbutils.widgets.text("candidate", "")
candidate = dbutils.widgets.get("candidate")

# COMMAND ----------

from databricks.vector_search.client import VectorSearchClient
from databricks_openai import DatabricksOpenAI

client = DatabricksOpenAI()
index = VectorSearchClient().get_index("eval_vs", "main.eval.passages_index")

# COMMAND ----------

questions = [row.question for row in spark.table("main.eval.questions").limit(10).collect()]

# COMMAND ----------

def answer(model, question):
    hits = index.similarity_search(query_text=question, columns=["text"], num_results=3)
    context = "\n".join(row[0] for row in hits["result"]["data_array"])
    reply = client.chat.completions.create(
        model=model,
        messages=[{"role": "user", "content": f"{context}\n\n{question}"}],
    )
    return reply.choices[0].message.content

# COMMAND ----------

for question in questions:
    print(question)
    print("now:", answer("databricks-claude-sonnet-4", question))
    print("new:", answer(candidate, question))
