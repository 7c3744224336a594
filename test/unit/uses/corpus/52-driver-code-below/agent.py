"""Loan assistant. `python agent.py` logs and deploys it."""

import argparse

import mlflow
from databricks.sdk import WorkspaceClient
from databricks_langchain import ChatDatabricks, VectorSearchRetrieverTool
from langgraph.prebuilt import create_react_agent
from mlflow.models.resources import (
    DatabricksFunction,
    DatabricksServingEndpoint,
    DatabricksTable,
    DatabricksVectorSearchIndex,
)

LLM = "databricks-claude-sonnet-4"
INDEX = "main.loans.rules_index"
MODEL_NAME = "main.loans.assistant"


def make_agent():
    rules = VectorSearchRetrieverTool(index_name=INDEX, tool_name="rules")
    return create_react_agent(ChatDatabricks(model=LLM), [rules])


mlflow.models.set_model(make_agent())


def evaluate():
    """Compares with a stronger model."""
    judge = ChatDatabricks(model="databricks-claude-opus-4-1")
    w = WorkspaceClient()
    rows = w.statement_execution.execute_statement(
        statement="SELECT question, answer FROM main.loans.golden_questions", warehouse_id="eeee0000ffff1111"
    ).result.data_array
    agent = make_agent()
    for question, expected in rows:
        got = agent.invoke({"messages": [("user", question)]})["messages"][-1].content
        print(judge.invoke(f"Same meaning?\n{got}\n{expected}").content)


def log():
    with mlflow.start_run():
        return mlflow.langchain.log_model(
            lc_model=__file__,
            name="agent",
            resources=[
                DatabricksServingEndpoint(endpoint_name=LLM),
                DatabricksServingEndpoint(endpoint_name="databricks-gte-large-en"),
                DatabricksVectorSearchIndex(index_name=INDEX),
                DatabricksFunction(function_name="main.loans.rate"),
                DatabricksTable(table_name="main.loans.applications"),
            ],
        )


def deploy(version: int):
    from databricks import agents

    agents.deploy(MODEL_NAME, version, endpoint_name="loans-agent", scale_to_zero=True)


def smoke_test():
    WorkspaceClient().serving_endpoints.query(
        name="loans-agent", messages=[{"role": "user", "content": "May I have a loan?"}]
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--deploy", action="store_true")
    parser.add_argument("--evaluate", action="store_true")
    args = parser.parse_args()
    if args.evaluate:
        evaluate()
    info = log()
    if args.deploy:
        deploy(mlflow.register_model(info.model_uri, MODEL_NAME).version)
        smoke_test()
        print(ChatDatabricks(model="databricks-gpt-5").invoke("Say done").content)
