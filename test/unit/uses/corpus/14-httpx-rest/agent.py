import httpx
import mlflow
from databricks.sdk import WorkspaceClient
from mlflow.pyfunc import ChatAgent
from mlflow.types.agent import ChatAgentMessage, ChatAgentResponse

w = WorkspaceClient()
SPACE = "01efc0ffee00112233445566778899aa"
WAREHOUSE = "8f3c2a1b0d9e7f65"
INDEX = "main.hr.handbook_index"


class Auth(httpx.Auth):
    def auth_flow(self, request):
        request.headers.update(w.config.authenticate())
        yield request


http = httpx.Client(base_url=w.config.host, auth=Auth(), timeout=120)


def genie(question: str) -> dict:
    return http.post(f"/api/2.0/genie/spaces/{SPACE}/start-conversation", json={"content": question}).json()


def headcount(team: str) -> list:
    body = {
        "warehouse_id": WAREHOUSE,
        "statement": "SELECT count(*) AS n FROM main.hr.people AS p WHERE p.team = :team",
        "parameters": [{"name": "team", "value": team}],
        "wait_timeout": "30s",
    }
    return http.post("/api/2.0/sql/statements", json=body).json()["result"]["data_array"]


def handbook(query: str) -> list:
    found = http.post(
        f"/api/2.0/vector-search/indexes/{INDEX}/query",
        json={"query_text": query, "columns": ["text"], "num_results": 3},
    )
    return found.json()["result"]["data_array"]


def chat(messages: list[dict]) -> str:
    r = http.post("/serving-endpoints/databricks-claude-sonnet-4/invocations", json={"messages": messages})
    return r.json()["choices"][0]["message"]["content"]


class HrAgent(ChatAgent):
    def predict(self, messages, context=None, custom_inputs=None):
        question = messages[-1].content
        evidence = [handbook(question), headcount((custom_inputs or {}).get("team", "all"))]
        if "how many" in question.lower():
            evidence.append(genie(question))
        text = chat([{"role": "system", "content": str(evidence)}, {"role": "user", "content": question}])
        return ChatAgentResponse(messages=[ChatAgentMessage(role="assistant", content=text, id="a")])


mlflow.models.set_model(HrAgent())
