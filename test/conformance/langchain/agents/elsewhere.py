import mlflow
from langchain_core.runnables import RunnableLambda

STEPS = {"upper": RunnableLambda(str.upper)}

mlflow.models.set_model(STEPS["upper"])
