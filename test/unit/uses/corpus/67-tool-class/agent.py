from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any, Callable, ClassVar

import mlflow
from databricks import sql
from databricks.sdk import WorkspaceClient
from databricks.sdk.core import Config
from databricks.sdk.service.serving import ExternalFunctionRequestHttpMethod as Method
from databricks_openai import DatabricksOpenAI
from mlflow.entities import SpanType
from mlflow.pyfunc import ChatAgent
from mlflow.types.agent import ChatAgentMessage, ChatAgentResponse


class FieldService:
    """What technicians may do."""

    CATALOG: ClassVar[str] = "field"
    WAREHOUSE: ClassVar[str] = "c0ffee1234c0ffee"
    WEATHER_CONNECTION = "weather_api"

    def __init__(self, workspace: WorkspaceClient | None = None):
        self.workspace = workspace or WorkspaceClient()
        self.config = Config()
        self._connection: Any = None

    # -- plumbing ---------------------------------------------------------

    @property
    def visits_table(self) -> str:
        return f"{self.CATALOG}.ops.visits"

    @property
    def http_path(self) -> str:
        return f"/sql/1.0/warehouses/{self.WAREHOUSE}"

    def _cursor(self):
        if self._connection is None:
            self._connection = sql.connect(
                server_hostname=self.config.host,
                http_path=self.http_path,
                credentials_provider=lambda: self.config.authenticate,
            )
        return self._connection.cursor()

    def _fetch(self, statement: str, parameters: dict | None = None) -> list[dict]:
        with self._cursor() as cursor:
            cursor.execute(statement, parameters or {})
            return [dict(zip([d[0] for d in cursor.description], row)) for row in cursor.fetchall()]

    # -- tools ------------------------------------------------------------

    def visits_today(self, technician: str) -> list[dict]:
        """Visits of a technician today."""
        return self._fetch(
            f"""
            SELECT v.id, v.starts, c.name, c.street
            FROM {self.visits_table} v
            INNER JOIN {self.CATALOG}.ops.customers c ON c.id = v.customer
            WHERE v.technician = :technician AND v.day = :day
            ORDER BY v.starts
            """,
            {"technician": technician, "day": date.today().isoformat()},
        )

    def part_in_stock(self, part: str) -> bool:
        """Whether a spare part is in stock."""
        rows = self._fetch(f"select sum(n) as n from {self.CATALOG}.ops.parts where part = :part", {"part": part})
        return bool(rows and rows[0]["n"])

    def move_visit(self, visit: str, days: int) -> str:
        """Moves a visit by some days."""
        self._fetch(
            f"UPDATE {self.visits_table} SET day = :day WHERE id = :id",
            {"day": (date.today() + timedelta(days=days)).isoformat(), "id": visit},
        )
        return "moved"

    def manual(self, question: str) -> list[str]:
        """Passages from the manuals."""
        found = self.workspace.vector_search_indexes.query_index(
            index_name=f"{self.CATALOG}.docs.manuals_index", columns=["text"], query_text=question, num_results=4
        )
        return [row[0] for row in found.result.data_array or []]

    def weather(self, city: str) -> str:
        """The weather where the customer is."""
        return self.workspace.serving_endpoints.http_request(
            conn=self.WEATHER_CONNECTION, method=Method.GET, path="/v1/current", params={"q": city}
        ).text

    def delete_visit(self, visit: str) -> str:
        """Not offered: people do that."""
        with self._cursor() as cursor:
            cursor.execute("DELETE FROM field.ops.visits_archive WHERE id = :id", {"id": visit})
        return "deleted"

    def tools(self) -> dict[str, Callable]:
        offered = (self.visits_today, self.part_in_stock, self.move_visit, self.manual, self.weather)
        return {f.__name__: f for f in offered}


class TechnicianAgent(ChatAgent):
    MODEL = "databricks-claude-sonnet-4"
    STEPS = 6

    def __init__(self):
        self.client = DatabricksOpenAI()
        self.tools = FieldService().tools()

    def _specs(self) -> list[dict]:
        return [
            {
                "type": "function",
                "function": {
                    "name": name,
                    "description": f.__doc__,
                    "parameters": {
                        "type": "object",
                        "properties": {p: {"type": "string"} for p in f.__annotations__ if p != "return"},
                    },
                },
            }
            for name, f in self.tools.items()
        ]

    @mlflow.trace(span_type=SpanType.AGENT)
    def predict(self, messages, context=None, custom_inputs=None):
        history = self._convert_messages_to_dict(messages)
        for _ in range(self.STEPS):
            reply = self.client.chat.completions.create(model=self.MODEL, messages=history, tools=self._specs())
            message = reply.choices[0].message
            if not message.tool_calls:
                break
            history.append(message.to_dict())
            for call in message.tool_calls:
                try:
                    result = self.tools[call.function.name](**json.loads(call.function.arguments))
                except Exception as error:  # the model may try again
                    result = f"error: {error}"
                history.append({"role": "tool", "tool_call_id": call.id, "content": json.dumps(result, default=str)})
        return ChatAgentResponse(messages=[ChatAgentMessage(role="assistant", content=message.content or "", id="t")])


mlflow.models.set_model(TechnicianAgent())
