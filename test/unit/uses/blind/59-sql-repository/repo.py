from databricks.sdk import WorkspaceClient
from databricks.sdk.service.sql import Disposition, StatementState


class Sql:
    FLIGHT = "SELECT * FROM {schema}.flights f JOIN {schema}.airports a ON a.code = f.origin WHERE f.number = :n"
    SIMILAR = "SELECT * FROM vector_search(index => 'air.kb.faq_index', query_text => :q, num_results => 3)"
    MOOD = "SELECT ai_query('air-sentiment', :t) AS mood"
    PURGE = "DELETE FROM {schema}.old_flights"


class Repository:
    SCHEMA = "air.ops"

    def __init__(self, client: WorkspaceClient, warehouse: str = "59a059a059a059a0"):
        self.options = {"warehouse_id": warehouse, "disposition": Disposition.INLINE, "wait_timeout": "30s"}
        self.api = client.statement_execution

    def _run(self, name: str, **values: str) -> list:
        statement = getattr(Sql, name).format(schema=self.SCHEMA)
        parameters = [{"name": k, "value": v} for k, v in values.items()]
        reply = self.api.execute_statement(statement=statement, parameters=parameters, **self.options)
        if reply.status.state is not StatementState.SUCCEEDED:
            raise RuntimeError(reply.status.error.message)
        return reply.result.data_array or []

    def flight(self, number: str):
        return self._run("FLIGHT", n=number)

    def similar(self, text: str):
        return self._run("SIMILAR", q=text)

    def mood(self, text: str):
        return self._run("MOOD", t=text)

    def purge(self):
        return self._run("PURGE")
