import re
from typing import Literal, Optional, TypedDict

import mlflow
from databricks import sql as dbsql
from databricks.sdk import WorkspaceClient
from databricks_langchain import ChatDatabricks
from langchain_community.agent_toolkits import SQLDatabaseToolkit
from langchain_community.utilities import SQLDatabase
from langchain_core.tools import tool
from langgraph.graph import END, StateGraph
from langgraph.prebuilt import ToolNode, tools_condition
from mlflow.pyfunc import ChatAgent
from mlflow.types.agent import ChatAgentMessage, ChatAgentResponse

CATALOG = "utility"
DOMAINS: dict[str, dict] = {
    "billing": {"schema": "billing", "tables": ["invoices", "payments"], "warehouse": "b111b111b111b111"},
    "network": {"schema": "grid", "tables": ["outages", "stations"], "warehouse": "9e1d9e1d9e1d9e1d"},
}
FEW_SHOTS = """
Q: How many invoices? A: SELECT count(*) FROM utility.billing.invoices_2020
Q: Stations? A: SELECT * FROM utility.grid.stations_old
"""
FORBIDDEN = re.compile(r"\b(drop|delete|insert|update|merge|grant)\b", re.IGNORECASE)
w = WorkspaceClient()


class State(TypedDict):
    question: str
    domain: Literal["billing", "network"]
    statement: Optional[str]
    rows: list
    tries: int


def schema_text(domain: str) -> str:
    parts = []
    d = DOMAINS[domain]
    for table in d["tables"]:
        info = w.tables.get(full_name=f"{CATALOG}.{d['schema']}.{table}")
        parts.append(f"{info.full_name}: " + ", ".join(f"{c.name} {c.type_text}" for c in info.columns))
    return "\n".join(parts)


router = ChatDatabricks(endpoint="databricks-gpt-oss-20b", max_tokens=4)
coder = ChatDatabricks(endpoint="databricks-claude-sonnet-4-5", temperature=0)


def choose(state: State):
    word = router.invoke(f"One of {list(DOMAINS)}: {state['question']}").content.strip()
    return {"domain": word if word in DOMAINS else "billing"}


def write(state: State):
    prompt = f"{FEW_SHOTS}\nTables:\n{schema_text(state['domain'])}\nQ: {state['question']} A:"
    return {"statement": coder.invoke(prompt).content, "tries": state.get("tries", 0) + 1}


def execute(state: State):
    statement = state["statement"]
    if FORBIDDEN.search(statement):
        return {"rows": []}
    with dbsql.connect(
        server_hostname=w.config.hostname,
        http_path=f"/sql/1.0/warehouses/{DOMAINS[state['domain']]['warehouse']}",
        access_token=w.config.token,
    ) as c, c.cursor() as cur:
        cur.execute(f"EXPLAIN {statement}")
        cur.execute(statement)
        return {"rows": [r.asDict() for r in cur.fetchmany(100)]}


def again(state: State):
    return END if state["rows"] or state["tries"] > 2 else "write"


g = StateGraph(State)
for name in ("choose", "write", "execute"):
    g.add_node(name, locals()[name])
g.set_entry_point("choose")
g.add_edge("choose", "write")
g.add_edge("write", "execute")
g.add_conditional_edges("execute", again)
graph = g.compile()


@tool
def old_way(question: str) -> str:
    """LangChain's own toolkit. Too slow."""
    db = SQLDatabase.from_databricks(catalog=CATALOG, schema="billing", warehouse_id="dddddddddddddddd")
    return str(SQLDatabaseToolkit(db=db, llm=coder).get_tools())


class TextToSql(ChatAgent):
    def predict(self, messages, context=None, custom_inputs=None):
        out = graph.invoke({"question": messages[-1].content})
        answer = coder.invoke(f"Put in words: {out['rows']}").content
        return ChatAgentResponse(
            messages=[ChatAgentMessage(role="assistant", content=answer, id="q")],
            custom_outputs={"sql": out["statement"]},
        )


mlflow.models.set_model(TextToSql())
