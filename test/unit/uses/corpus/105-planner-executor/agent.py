import hashlib
import inspect
import json
import time
from collections import OrderedDict
from dataclasses import asdict, dataclass, field
from functools import wraps
from typing import Any, Callable, get_type_hints

import mlflow
from databricks.sdk import WorkspaceClient
from databricks.sdk.errors import DatabricksError, TooManyRequests
from databricks.sdk.service.serving import ChatMessage, ChatMessageRole
from mlflow.entities import SpanType
from mlflow.pyfunc import PythonModel

PLANNER = "databricks-claude-opus-4-1"
EXECUTOR = "databricks-meta-llama-3-3-70b-instruct"
WAREHOUSE = "5ca1ab1e5ca1ab1e"
BUDGET_SECONDS = 90
PLAN_PROMPT = """Plan at most five steps. Each step is JSON: {"tool": "...", "arguments": {...}}.
Never plan SELECT * FROM ship.ops.crew; use a tool.

Tools:
%s"""

w = WorkspaceClient()


@dataclass
class Step:
    tool: str
    arguments: dict[str, Any] = field(default_factory=dict)
    result: str | None = None
    seconds: float = 0.0


class Cache:
    """Least recently used answers."""

    def __init__(self, size: int = 64):
        self._entries: OrderedDict[str, str] = OrderedDict()
        self._size = size

    @staticmethod
    def key(name: str, arguments: dict) -> str:
        return hashlib.sha256(json.dumps([name, arguments], sort_keys=True).encode()).hexdigest()

    def get(self, key: str) -> str | None:
        if key in self._entries:
            self._entries.move_to_end(key)
        return self._entries.get(key)

    def put(self, key: str, value: str) -> None:
        self._entries[key] = value
        while len(self._entries) > self._size:
            self._entries.popitem(last=False)


CACHE = Cache()
TOOLS: dict[str, Callable[..., Any]] = {}


def tool(f: Callable) -> Callable:
    """Offers a function to the planner, with a cache in front."""

    @wraps(f)
    def cached(**arguments):
        key = Cache.key(f.__name__, arguments)
        hit = CACHE.get(key)
        if hit is None:
            hit = json.dumps(f(**arguments), default=str)
            CACHE.put(key, hit)
        return hit

    TOOLS[f.__name__] = cached
    return cached


def retry(times: int, pause: float = 1.0):
    def decorate(f):
        @wraps(f)
        def again(*args, **kwargs):
            for attempt in range(times):
                try:
                    return f(*args, **kwargs)
                except TooManyRequests:
                    time.sleep(pause * 2**attempt)
            return f(*args, **kwargs)

        return again

    return decorate


@retry(3)
def complete(endpoint: str, system: str, user: str) -> str:
    answer = w.serving_endpoints.query(
        name=endpoint,
        messages=[
            ChatMessage(role=ChatMessageRole.SYSTEM, content=system),
            ChatMessage(role=ChatMessageRole.USER, content=user),
        ],
        temperature=0.0,
    )
    return answer.choices[0].message.content


@tool
def position(ship: str) -> Any:
    """Where a ship is."""
    rows = w.statement_execution.execute_statement(
        warehouse_id=WAREHOUSE,
        statement="SELECT lat, lon, at FROM ship.ops.positions WHERE ship = :ship ORDER BY at DESC LIMIT 1",
        parameters=[{"name": "ship", "value": ship}],
    )
    return rows.result.data_array


@tool
def eta(ship: str, port: str) -> Any:
    """When a ship arrives."""
    prediction = w.serving_endpoints.query(name="eta-gbm", dataframe_records=[{"ship": ship, "port": port}])
    return prediction.predictions


@tool
def port_rules(question: str) -> Any:
    """Rules of ports."""
    found = w.vector_search_indexes.query_index(
        index_name="ship.docs.port_rules_index", columns=["port", "text"], query_text=question, num_results=4
    )
    return found.result.data_array


@tool
def ask_controlling(question: str) -> Any:
    """Costs and revenue, in words."""
    message = w.genie.start_conversation_and_wait(space_id="01f05a10000000000000000000000000", content=question)
    return [a.text.content for a in message.attachments or [] if a.text]


def crew(ship: str) -> Any:
    """Personal data: withdrawn, kept for the audit."""
    return w.statement_execution.execute_statement(
        warehouse_id=WAREHOUSE, statement="SELECT name FROM ship.ops.crew WHERE ship = :ship"
    ).result


def describe_tools() -> str:
    lines = []
    for name, f in TOOLS.items():
        hints = {k: v.__name__ for k, v in get_type_hints(inspect.unwrap(f)).items() if k != "return" and v is not Any}
        lines.append(f"- {name}({hints}): {f.__doc__}")
    return "\n".join(lines)


class ShipAgent(PythonModel):
    @mlflow.trace(span_type=SpanType.CHAIN)
    def plan(self, question: str) -> list[Step]:
        text = complete(PLANNER, PLAN_PROMPT % describe_tools(), question)
        steps = [Step(**json.loads(line)) for line in text.splitlines() if line.strip().startswith("{")]
        return [s for s in steps if s.tool in TOOLS][:5]

    @mlflow.trace(span_type=SpanType.TOOL)
    def execute(self, step: Step) -> None:
        started = time.monotonic()
        try:
            step.result = TOOLS[step.tool](**step.arguments)
        except (DatabricksError, TypeError) as error:
            step.result = f"failed: {error}"
        step.seconds = time.monotonic() - started

    def predict(self, context, model_input, params=None):
        question = model_input["messages"][-1]["content"]
        deadline = time.monotonic() + BUDGET_SECONDS
        steps = self.plan(question)
        for step in steps:
            if time.monotonic() > deadline:
                break
            self.execute(step)
        evidence = json.dumps([asdict(s) for s in steps])
        return complete(EXECUTOR, "Answer from the evidence of ship.ops.", f"{question}\n{evidence}")


mlflow.models.set_model(ShipAgent())
