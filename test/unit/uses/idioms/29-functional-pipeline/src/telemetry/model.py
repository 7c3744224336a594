from datetime import date
from functools import partial

import mlflow
from databricks.sdk import WorkspaceClient
from mlflow.pyfunc import PythonModel

from telemetry.fp import compose, pipe, tap
from telemetry.sql import events, joined, select, source, where

WAREHOUSE = "beefcafe12345678"
similar = "SELECT code, text FROM vector_search(index => 'iot.docs.codes_index', query => :q, num_results => 3)"
explain = "SELECT ai_query('databricks-claude-sonnet-4', :q)"


def execute(api, statement: str, **given: str) -> list:
    response = api.execute_statement(
        warehouse_id=WAREHOUSE,
        statement=statement,
        parameters=[{"name": n, "value": v} for n, v in given.items()],
    )
    return response.result.data_array or []


class Telemetry(PythonModel):
    def load_context(self, context):
        self.run = partial(execute, WorkspaceClient().statement_execution)

    def about(self, device: str) -> list:
        statement = pipe(
            select("name", "city"),
            source(joined("dev", "site", on="site_id")),
            where("device = :device"),
        )
        return self.run(statement, device=device)

    def recent(self, device: str) -> list:
        return self.run(events(date.today()), device=device)

    def answer(self, device: str) -> str:
        return pipe(
            {"about": self.about(device), "events": self.recent(device)},
            str,
            tap(print),
            compose(
                lambda text: (text, self.run(similar, q=text[:500])),
                lambda pair: f"{pair[0]}\n{pair[1]}",
            ),
            lambda text: self.run(explain, q=text)[0][0],
        )

    def predict(self, context, model_input: list[str], params=None) -> list[str]:
        return [*map(self.answer, model_input)]


mlflow.models.set_model(Telemetry())
