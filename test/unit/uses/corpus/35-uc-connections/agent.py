import json

import mlflow
from databricks.sdk import WorkspaceClient
from databricks.sdk.service.serving import ExternalFunctionRequestHttpMethod
from databricks_langchain import ChatDatabricks
from databricks_mcp import DatabricksMCPClient
from langchain_core.tools import StructuredTool, tool
from langgraph.prebuilt import create_react_agent

w = WorkspaceClient()
SLACK = "slack_bot"


@tool
def post_message(channel: str, text: str) -> str:
    """Posts to Slack."""
    answer = w.serving_endpoints.http_request(
        conn=SLACK,
        method=ExternalFunctionRequestHttpMethod.POST,
        path="/api/chat.postMessage",
        json={"channel": channel, "text": text},
    )
    return answer.text


@tool
def jira_issue(key: str) -> str:
    """Reads an issue of Jira."""
    statement = """
        SELECT http_request(
            conn => 'jira_cloud',
            method => 'GET',
            path => concat('/rest/api/3/issue/', :key)
        ).text
    """
    done = w.statement_execution.execute_statement(
        warehouse_id="77aa88bb99cc00dd",
        statement=statement,
        parameters=[{"name": "key", "value": key}],
    )
    return done.result.data_array[0][0]


github = DatabricksMCPClient(server_url=f"{w.config.host}/api/2.0/mcp/external/github_u2m", workspace_client=w)


def github_tools() -> list[StructuredTool]:
    out = []
    for spec in github.list_tools():
        def call(_name=spec.name, **arguments):
            return json.dumps([c.text for c in github.call_tool(_name, arguments).content])

        out.append(StructuredTool.from_function(call, name=spec.name, description=spec.description))
    return out


llm = ChatDatabricks(model="databricks-claude-sonnet-4")
mlflow.models.set_model(create_react_agent(llm, [post_message, jira_issue, *github_tools()]))
