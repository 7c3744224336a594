# Databricks notebook source
# MAGIC %md
# MAGIC ### RAG chain
# MAGIC | what | name |
# MAGIC | --- | --- |
# MAGIC | index | `main.rag.articles_vs_index` |
# MAGIC | chat | `databricks-mixtral-8x7b-instruct` (old) |

# COMMAND ----------

# MAGIC %pip install --quiet mlflow databricks-langchain langchain==0.3.*
# MAGIC %run ./_resources/00-init $reset_all_data=false

# COMMAND ----------

from operator import itemgetter

import mlflow
from databricks_langchain import ChatDatabricks, DatabricksVectorSearch
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate, MessagesPlaceholder
from langchain_core.runnables import RunnableLambda

mlflow.langchain.autolog()

# COMMAND ----------

# DBTITLE 1,Configuration
chain_config = {
    "llm_model_serving_endpoint_name": "databricks-meta-llama-3-3-70b-instruct",
    "vector_search_endpoint_name": "one-env-shared-endpoint",
    "vector_search_index": "main.rag.articles_index",
    "llm_prompt_template": """Answer from the context. If asked about databricks-dbrx-instruct, say it is retired.
Context: {context}""",
}
model_config = mlflow.models.ModelConfig(development_config=chain_config)

# COMMAND ----------

# DBTITLE 1,Retriever
def extract_user_query_string(messages):
    return messages[-1]["content"]


def extract_chat_history(messages):
    return messages[:-1]


vector_search_as_retriever = DatabricksVectorSearch(
    endpoint=model_config.get("vector_search_endpoint_name"),
    index_name=model_config.get("vector_search_index"),
    columns=["id", "content", "url"],
).as_retriever(search_kwargs={"k": 3})


def format_context(docs):
    return "\n".join(f"Passage: {d.page_content}" for d in docs)

# COMMAND ----------

# DBTITLE 1,Chain
model = ChatDatabricks(
    endpoint=model_config.get("llm_model_serving_endpoint_name"),
    extra_params={"temperature": 0.01, "max_tokens": 500},
)

prompt = ChatPromptTemplate.from_messages(
    [
        ("system", model_config.get("llm_prompt_template")),
        MessagesPlaceholder(variable_name="history"),
        ("user", "{question}"),
    ]
)

chain = (
    {
        "question": itemgetter("messages") | RunnableLambda(extract_user_query_string),
        "context": itemgetter("messages")
        | RunnableLambda(extract_user_query_string)
        | vector_search_as_retriever
        | RunnableLambda(format_context),
        "history": itemgetter("messages") | RunnableLambda(extract_chat_history),
    }
    | prompt
    | model
    | StrOutputParser()
)

mlflow.models.set_model(model=chain)

# COMMAND ----------

# MAGIC %sql
# MAGIC SELECT request, response FROM main.rag.articles_payload ORDER BY timestamp_ms DESC
