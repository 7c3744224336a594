# Databricks notebook source
cfg = {
    "catalog": "justice",
    "schema": "cases",
    "llm": "databricks-claude-opus-4-1",
    "functions": "lookup_case, next_hearing ,fee_table",
}

# COMMAND ----------

cfg["index"] = "{catalog}.{schema}.rulings_index".format(**cfg)
cfg.update(temperature=0.1, system="You help clerks. Cite the ruling.")
