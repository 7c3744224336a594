#: requirements: mlflow==3.17.2
# Databricks notebook source
import mlflow

TOKEN = dbutils.secrets.get("scope", "key")
ROWS = spark.table("main.sales.orders").collect()
display(ROWS)


def later():
    return spark.sql("select 1")



class Agent(mlflow.pyfunc.ResponsesAgent):
    def predict(self, request):
        return {"output": []}


mlflow.models.set_model(Agent())
