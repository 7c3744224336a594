# Databricks notebook source
# MAGIC %run ./_config

# COMMAND ----------

from databricks.vector_search.client import VectorSearchClient

VectorSearchClient().create_delta_sync_index(
    endpoint_name="museum_vs",
    index_name=index_name,
    source_table_name=f"{catalog}.{schema}.exhibits",
    pipeline_type="TRIGGERED",
    primary_key="id",
    embedding_source_column="text",
    embedding_model_endpoint_name="databricks-gte-large-en",
)
