"""Databricks' SDK: the stand-ins of a fresh workspace. Arguments: result file, a word that makes names unique."""

import json
import sys

from cases import Client, until
from databricks.sdk import WorkspaceClient
from databricks.sdk.service.serving import ExternalFunctionRequestHttpMethod
from databricks.sdk.service.sql import StatementParameterListItem
from databricks.sdk.version import __version__

word = sys.argv[2]
of = Client(f"databricks-sdk {__version__}: stand-ins")
w = WorkspaceClient()
missing = "RESOURCE_DOES_NOT_EXIST"
invalid = "INVALID_PARAMETER_VALUE"
index = "main.kb.docs_index"
search = w.vector_search_indexes
statements = w.statement_execution


def vector_search():
    of.call(
        "vector_search_endpoints.list_endpoints",
        lambda: [[e.name, e.endpoint_status.state.value] for e in w.vector_search_endpoints.list_endpoints()],
        equals=[["local-vector-search", "ONLINE"]],
    )
    of.call("vector_search_endpoints.get_endpoint", lambda: w.vector_search_endpoints.get_endpoint("local-vector-search").num_indexes, equals=1)
    of.refused("vector_search_endpoints.get_endpoint of none", lambda: w.vector_search_endpoints.get_endpoint("none"), missing)
    of.call("vector_search_indexes.list_indexes", lambda: [i.name for i in search.list_indexes("local-vector-search")], equals=[index])
    of.call(
        "vector_search_indexes.get_index",
        lambda: search.get_index(index),
        lambda i: [i.primary_key, i.index_type.value, i.status.ready, i.status.indexed_row_count],
        ["id", "DELTA_SYNC", True, 8],
    )
    of.refused("vector_search_indexes.get_index of none", lambda: search.get_index("main.kb.none"), missing)
    of.call(
        "vector_search_indexes.query_index",
        lambda: search.query_index(index, columns=["id", "title"], query_text="How can I return goods for a refund?", num_results=2),
        lambda found: [[c.name for c in found.manifest.columns], found.result.row_count, found.result.data_array[0][:2]],
        [["id", "title", "score"], 2, [1, "Returning goods"]],
    )
    of.call(
        "vector_search_indexes.query_index with filters",
        lambda: search.query_index(
            index,
            columns=["title"],
            query_text="password",
            query_type="HYBRID",
            filters_json=json.dumps({"id >=": 3, "title NOT": "Warranty"}),
        ).result,
        lambda r: [r.data_array[0][0], r.row_count],
        ["Changing a password", 5],
    )
    of.call(
        "vector_search_indexes.query_index with a threshold",
        lambda: search.query_index(index, columns=["id"], query_text="zebra", score_threshold=0.9).result.row_count,
        equals=0,
    )
    of.call("vector_search_indexes.scan_index", lambda: search.scan_index(index, num_results=3), lambda s: [len(s.data), s.last_primary_key], [3, "3"])
    of.call("vector_search_indexes.sync_index", lambda: search.sync_index(index), equals=None)
    of.refused("vector_search_indexes.query_index of no column", lambda: search.query_index(index, columns=["x"], query_text="x"), invalid)


def sql():
    warehouse = of.call("warehouses.list", lambda: [one.id for one in w.warehouses.list()], lambda ids: len(ids), 1)[0]
    of.call("warehouses.get", lambda: w.warehouses.get(warehouse).state.value, equals="RUNNING")
    of.call("warehouses.stop", lambda: w.warehouses.stop(warehouse), lambda _: True, True)
    of.call("warehouses.start", lambda: w.warehouses.start(warehouse).result().state.value, equals="RUNNING")
    of.refused("warehouses.get of none", lambda: w.warehouses.get("none"), missing)

    def run(statement, **more):
        return statements.execute_statement(statement, warehouse, **more)

    of.call(
        "statement_execution.execute_statement",
        lambda: run(
            "SELECT customer, sum(amount) AS total, count(*) AS n FROM main.sales.orders WHERE amount > :least "
            "GROUP BY customer ORDER BY total DESC",
            parameters=[StatementParameterListItem(name="least", value="10", type="DOUBLE")],
        ),
        lambda a: [[[c.name, c.type_text] for c in a.manifest.schema.columns], a.result.data_array[0]],
        [[["customer", "STRING"], ["total", "DOUBLE"], ["n", "BIGINT"]], ["Grace", "1328.5", "2"]],
    )
    many = of.call(
        "execute_statement with chunks",
        lambda: run("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2500) SELECT i FROM n ORDER BY i"),
        lambda a: [a.manifest.total_chunk_count > 1, a.manifest.total_row_count, a.result.next_chunk_index],
        [True, 2500, 1],
    )
    of.call(
        "get_statement_result_chunk_n",
        lambda: statements.get_statement_result_chunk_n(many.statement_id, many.manifest.total_chunk_count - 1),
        lambda chunk: chunk.data_array[-1],
        ["2500"],
    )
    later = of.call("execute_statement without waiting", lambda: run("SELECT 1 AS one", wait_timeout="0s"), lambda a: bool(a.statement_id), True)
    of.call(
        "get_statement",
        lambda: until(lambda: statements.get_statement(later.statement_id), lambda a: a.status.state.value not in ("PENDING", "RUNNING")),
        lambda a: [a.status.state.value, a.result.data_array],
        ["SUCCEEDED", [["1"]]],
    )
    endless = run("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n", wait_timeout="0s")
    of.call("cancel_execution", lambda: statements.cancel_execution(endless.statement_id), equals=None)
    of.call("get_statement of a cancelled one", lambda: statements.get_statement(endless.statement_id).status.state.value, equals="CANCELED")
    table = f"main.default.{word}"
    of.call("execute_statement CREATE TABLE", lambda: run(f"CREATE TABLE {table} (id BIGINT, note STRING)").status.state.value, equals="SUCCEEDED")
    of.call("execute_statement INSERT", lambda: run(f"INSERT INTO {table} VALUES (1, 'it\\'s'), (2, '007')").status.state.value, equals="SUCCEEDED")
    of.call("execute_statement SELECT", lambda: run(f"SELECT * FROM {table} ORDER BY id").result.data_array, equals=[["1", "it's"], ["2", "007"]])
    of.call("execute_statement that fails", lambda: run("SELECT * FORM x").status, lambda s: [s.state.value, bool(s.error.message)], ["FAILED", True])
    of.refused("execute_statement on no warehouse", lambda: statements.execute_statement("SELECT 1", "none"), missing)
    of.call("tables.list", lambda: table in [t.full_name for t in w.tables.list("main", "default")], equals=True)
    of.call("tables.get", lambda: [[c.name, c.type_name.value] for c in w.tables.get(table).columns], equals=[["id", "LONG"], ["note", "STRING"]])
    of.call("tables.exists", lambda: [w.tables.exists(name).table_exists for name in (table, "main.default.none")], equals=[True, False])
    of.refused("tables.get of none", lambda: w.tables.get("main.default.none"), missing)


def functions():
    of.call("functions.list", lambda: "main.tools.days_between" in [f.full_name for f in w.functions.list("main", "tools")], equals=True)
    of.call(
        "functions.get",
        lambda: w.functions.get("main.tools.days_between"),
        lambda f: [[p.name for p in f.input_params.parameters], f.routine_body.value, f.external_language],
        [["start", "finish"], "EXTERNAL", "PYTHON"],
    )
    of.refused("functions.get of none", lambda: w.functions.get("main.tools.none"), missing)
    warehouse = next(iter(w.warehouses.list())).id
    of.call(
        "a function called in SQL",
        lambda: statements.execute_statement("SELECT main.tools.days_between('2026-01-01', '2026-03-01')", warehouse).result.data_array,
        equals=[["59"]],
    )


def genie():
    space = of.call("genie.list_spaces", lambda: w.genie.list_spaces().spaces, len, 1)[0]
    of.call("genie.get_space", lambda: w.genie.get_space(space.space_id).title == space.title, equals=True)
    of.refused("genie.get_space of none", lambda: w.genie.get_space("none"), missing)
    answer = of.call(
        "genie.start_conversation_and_wait",
        lambda: w.genie.start_conversation_and_wait(space.space_id, "who are our best customers"),
        lambda a: [a.status.value, a.attachments[0].query.query_result_metadata.row_count > 0],
        ["COMPLETED", True],
    )
    ids = (space.space_id, answer.conversation_id, answer.message_id)
    of.call(
        "genie.get_message_attachment_query_result",
        lambda: w.genie.get_message_attachment_query_result(*ids, answer.attachments[0].attachment_id),
        lambda r: r.statement_response.result.data_array[0][0],
        "Grace",
    )
    of.call("genie.get_message_query_result", lambda: w.genie.get_message_query_result(*ids).statement_response.result.row_count > 0, equals=True)
    of.call("genie.get_message", lambda: w.genie.get_message(*ids).content, equals="who are our best customers")
    of.call(
        "genie.create_message_and_wait",
        lambda: w.genie.create_message_and_wait(space.space_id, answer.conversation_id, "How is the weather on the moon?"),
        lambda a: bool(a.attachments[0].text.content),
        True,
    )
    of.call(
        "genie.list_conversation_messages",
        lambda: w.genie.list_conversation_messages(space.space_id, answer.conversation_id).messages,
        len,
        2,
    )
    of.call(
        "genie.execute_message_attachment_query",
        lambda: w.genie.execute_message_attachment_query(*ids, answer.attachments[0].attachment_id).statement_response.status.state.value,
        equals="SUCCEEDED",
    )
    of.call(
        "genie.get_message_query_result_by_attachment",
        lambda: w.genie.get_message_query_result_by_attachment(*ids, answer.attachments[0].attachment_id),
        lambda r: r.statement_response.result.row_count > 0,
        True,
    )
    of.call(
        "genie.execute_message_query",
        lambda: w.genie.execute_message_query(*ids).statement_response.status.state.value,
        equals="SUCCEEDED",
    )
    of.call(
        "genie.list_conversations",
        lambda: [c.conversation_id for c in w.genie.list_conversations(space.space_id).conversations],
        equals=[answer.conversation_id],
    )
    of.call("genie.delete_conversation", lambda: w.genie.delete_conversation(space.space_id, answer.conversation_id), equals=None)
    of.refused("genie.get_message of a deleted conversation", lambda: w.genie.get_message(*ids), missing)


def connections():
    of.call("connections.list", lambda: [c.name for c in w.connections.list()], equals=["local_echo"])
    of.call("connections.get", lambda: w.connections.get("local_echo").connection_type.value, equals="HTTP")
    of.refused("connections.get of none", lambda: w.connections.get("none"), missing)
    of.call(
        "serving_endpoints.http_request",
        lambda: w.serving_endpoints.http_request(
            "local_echo", ExternalFunctionRequestHttpMethod.POST, "/tickets", json={"title": "broken"}, params={"urgent": "yes"}
        ),
        lambda answer: [answer.status_code, answer.json()["method"], answer.json()["query"]],
        [200, "POST", {"urgent": "yes"}],
    )
    of.call("apps.list", lambda: [a.name for a in w.apps.list()], equals=[])
    of.refused("apps.get of none", lambda: w.apps.get("none"), missing)
    of.call("database.list_database_instances", lambda: [d.name for d in w.database.list_database_instances()], equals=[])
    of.refused("database.get_database_instance of none", lambda: w.database.get_database_instance("none"), missing)


vector_search()
sql()
functions()
genie()
connections()
