import json
from typing import Any, Optional
from urllib.parse import urlencode

import mlflow
import requests
from databricks.sdk import WorkspaceClient
from databricks.sdk.service.serving import ExternalFunctionRequestHttpMethod as Verb
from databricks_langchain import ChatDatabricks
from langchain_core.tools import tool
from langgraph.prebuilt import create_react_agent
from pydantic import BaseModel

w = WorkspaceClient()
WAREHOUSE = "c0c0c0c0c0c0c0c0"


class Connection:
    """A connection of Unity Catalog, used like requests."""

    def __init__(self, name: str, prefix: str = "", headers: Optional[dict] = None):
        self.name, self.prefix, self.headers = name, prefix, headers

    def __truediv__(self, part: str) -> "Connection":
        return Connection(self.name, f"{self.prefix}/{part}", self.headers)

    def _call(self, verb: Verb, path: str, **kwargs: Any) -> Any:
        response = w.serving_endpoints.http_request(
            conn=self.name, method=verb, path=self.prefix + path, headers=self.headers, **kwargs
        )
        return response.json()

    def get(self, path: str = "", **params: Any) -> Any:
        return self._call(Verb.GET, path, params=params or None)

    def post(self, path: str = "", body: Any = None) -> Any:
        return self._call(Verb.POST, path, json=body)


jira = Connection("jira_cloud", "/rest/api/3")
slack = Connection("slack_bot", headers={"Content-Type": "application/json"})
github = Connection("github_app")  # waits for its approval


class Issue(BaseModel):
    project: str
    title: str


@tool
def search_issues(jql: str) -> str:
    """Searches Jira."""
    return json.dumps((jira / "search").get(jql=jql, maxResults=10))


@tool(args_schema=Issue)
def create_issue(project: str, title: str) -> str:
    """Creates an issue."""
    return (jira / "issue").post(body={"fields": {"project": {"key": project}, "summary": title}})["key"]


@tool
def notify(channel: str, text: str) -> str:
    """Writes to a channel."""
    return str(slack.post("/api/chat.postMessage", {"channel": channel, "text": text}))


@tool
def pull_requests(repo: str) -> str:
    """Open pull requests."""
    return str(github.get(f"/repos/{repo}/pulls"))


SENTIMENT = """
SELECT c.id,
       ai_query('databricks-meta-llama-3-3-70b-instruct', CONCAT('Mood in a word: ', c.text)) AS mood,
       ai_classify(c.text, ARRAY('praise', 'complaint')) AS kind
FROM support.voice.comments AS c
WHERE c.issue = :issue
"""
DUPLICATES = """
SELECT issue, search_score
FROM VECTOR_SEARCH(index => 'support.voice.issues_index', query_text => :text, num_results => 5)
"""
WEATHER = "SELECT http_request(conn => 'weather_api', method => 'GET', path => :path).text"


def _sql(statement: str, /, **named: str) -> list:
    r = w.api_client.do(
        "POST",
        "/api/2.0/sql/statements/",
        body=dict(
            statement=statement,
            warehouse_id=WAREHOUSE,
            parameters=[dict(name=n, value=v) for n, v in named.items()],
        ),
    )
    return r.get("result", {}).get("data_array", [])


@tool
def mood(issue: str) -> list:
    """What commenters feel."""
    return _sql(SENTIMENT, issue=issue)


@tool
def duplicates(text: str) -> list:
    """Issues like this one."""
    return _sql(DUPLICATES, text=text)


@tool
def weather(city: str) -> list:
    """Weather, for the small talk."""
    return _sql(WEATHER, path="/v1/now?" + urlencode({"q": city}))


@tool
def exchange(currency: str) -> str:
    """Rate of a currency, of a public service."""
    return requests.get(f"https://api.frankfurter.dev/v1/latest?base={currency}", timeout=5).text


NAMES = ["search_issues", "create_issue", "notify", "mood", "duplicates", "exchange"]
tools = [globals()[name] for name in NAMES]

agent = create_react_agent(ChatDatabricks(endpoint="databricks-gemini-2-5-pro"), tools)
mlflow.models.set_model(agent)
