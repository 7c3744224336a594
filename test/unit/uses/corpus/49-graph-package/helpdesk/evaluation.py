"""Run by hand before a release; not imported by the agent."""

import mlflow
from databricks_langchain import ChatDatabricks
from mlflow.genai.scorers import Correctness

judge = ChatDatabricks(endpoint="databricks-claude-opus-4")


def run():
    data = mlflow.genai.datasets.get_dataset("main.helpdesk.eval_set")
    return mlflow.genai.evaluate(data=data, predict_fn=lambda q: q, scorers=[Correctness(model="databricks:/databricks-gpt-5")])
