import enum

import requests
from databricks.sdk import WorkspaceClient
from databricks.sdk.service.serving import ExternalFunctionRequestHttpMethod as Method


class Connection(enum.StrEnum):
    JIRA = "jira_cloud"
    PAGER = "pagerduty_events"


def call(connection: str, path: str, body: dict, workspace: WorkspaceClient) -> dict:
    answer = workspace.serving_endpoints.http_request(
        conn=connection, method=Method.POST, path=path, json=body
    )
    return answer.json()


def classify(text: str, workspace: WorkspaceClient) -> str:
    headers = workspace.config.authenticate()
    answer = requests.post(
        f"{workspace.config.host}/serving-endpoints/ops-severity-classifier/invocations",
        headers=headers,
        json={"inputs": [text]},
        timeout=20,
    )
    answer.raise_for_status()
    return answer.json()["predictions"][0]
