"""Databricks' own SDK for Python, and OpenAI's, against the named stand-ins of a fresh workspace. Prints what it saw as one line of JSON."""

import json

from databricks.sdk import WorkspaceClient
from databricks.sdk.errors import DatabricksError
from databricks.sdk.service.serving import ExternalFunctionRequestHttpMethod
from databricks.sdk.service.sql import StatementParameterListItem
from openai import OpenAI

w = WorkspaceClient()
seen = {}


def refused(work):
    try:
        work()
    except DatabricksError as error:
        return error.error_code
    return None


# Vector search
index = "main.kb.docs_index"
endpoint = next(iter(w.vector_search_endpoints.list_endpoints()))
seen["endpoint"] = [endpoint.name, endpoint.endpoint_status.state.value, endpoint.num_indexes]
seen["indexes"] = [i.name for i in w.vector_search_indexes.list_indexes(endpoint.name)]
described = w.vector_search_indexes.get_index(index)
seen["index"] = [
    described.primary_key,
    described.index_type.value,
    described.delta_sync_index_spec.embedding_source_columns[0].name,
    described.status.ready,
    described.status.indexed_row_count,
]
found = w.vector_search_indexes.query_index(
    index, columns=["id", "title"], query_text="How can I return goods for a refund?", num_results=2
)
seen["found"] = [[c.name for c in found.manifest.columns], found.result.row_count, found.result.data_array]
hybrid = w.vector_search_indexes.query_index(
    index,
    columns=["title"],
    query_text="password",
    query_type="HYBRID",
    filters_json=json.dumps({"id >=": 3, "title NOT": "Warranty"}),
)
seen["hybrid"] = hybrid.result.data_array[0][0], hybrid.result.row_count
strict = w.vector_search_indexes.query_index(index, columns=["id"], query_text="zebra", score_threshold=0.9)
seen["strict"] = strict.result.row_count
scan = w.vector_search_indexes.scan_index(index, num_results=3)
seen["scan"] = [len(scan.data), scan.last_primary_key, scan.data[0].fields[1].value.string_value]
seen["index_errors"] = [
    refused(lambda: w.vector_search_indexes.query_index(index, columns=["nothing"], query_text="x")),
    refused(lambda: w.vector_search_indexes.query_index("main.kb.none", columns=["id"], query_text="x")),
    refused(lambda: w.vector_search_indexes.query_index(index, columns=["id"], query_vector=[1.0, 2.0])),
]

# SQL
warehouse = next(iter(w.warehouses.list())).id
seen["warehouse"] = w.warehouses.get(warehouse).state.value


def sql(statement, **more):
    return w.statement_execution.execute_statement(statement, warehouse, **more)


def rows(statement, **more):
    answer = sql(statement, **more)
    return answer.result.data_array if answer.status.error is None else answer.status.error.message


totals = sql(
    "SELECT customer, sum(amount) AS total, count(*) AS n FROM main.sales.orders o WHERE o.amount > :least "
    "GROUP BY customer ORDER BY total DESC",
    parameters=[StatementParameterListItem(name="least", value="10", type="DOUBLE")],
)
seen["totals"] = [
    [[c.name, c.type_name.value, c.type_text] for c in totals.manifest.schema.columns],
    totals.result.data_array,
    totals.manifest.total_row_count,
]
seen["defaults"] = rows("SELECT orders.id FROM orders WHERE product = 'mouse'", catalog="main", schema="sales")
seen["types"] = [
    c.type_name.value
    for c in sql("SELECT id, product, amount, ordered_on, amount > 5 FROM main.sales.orders").manifest.schema.columns
]
seen["limited"] = [
    (answer := sql("SELECT id FROM main.sales.orders", row_limit=2)).manifest.truncated,
    len(answer.result.data_array),
]
many = sql(
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2500) SELECT i FROM n ORDER BY i"
)
seen["chunks"] = [
    many.manifest.total_chunk_count,
    many.result.row_count,
    many.result.next_chunk_index,
    w.statement_execution.get_statement_result_chunk_n(many.statement_id, 2).data_array[-1],
]
later = sql("SELECT 1 AS one", wait_timeout="0s")
for _ in range(50):
    again = w.statement_execution.get_statement(later.statement_id)
    if again.status.state.value not in ("PENDING", "RUNNING"):
        break
seen["later"] = [again.status.state.value, again.result.data_array]
slow = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
endless = sql(slow, wait_timeout="0s")
w.statement_execution.cancel_execution(endless.statement_id)
seen["canceled"] = w.statement_execution.get_statement(endless.statement_id).status.state.value
seen["written"] = [
    rows("CREATE TABLE main.default.notes (id BIGINT, note STRING, done BOOLEAN)"),
    rows("INSERT INTO main.default.notes VALUES (1, '007', true), (2, 'it\\'s', false)"),
    rows("UPDATE main.default.notes SET done = true WHERE notes.id = 2"),
    rows("SELECT * FROM main.default.notes ORDER BY id"),
    rows("SELECT note FROM `main`.`default`.`notes` WHERE main.default.notes.note LIKE '00%'"),
    rows("DELETE FROM main.default.notes"),
]
seen["tables"] = [t.full_name for t in w.tables.list("main", "default")]
table = w.tables.get("main.default.notes")
seen["table"] = [[c.name, c.type_name.value] for c in table.columns]
rows("DROP TABLE main.default.notes")
seen["exists"] = [w.tables.exists(name).table_exists for name in ("main.kb.docs", "main.default.notes")]
failed = sql("SELECT * FORM main.kb.docs")
seen["failed"] = [failed.status.state.value, failed.status.error.error_code.value]
seen["errors"] = [
    rows("SELECT * FROM main.kb.nothing"),
    rows("SELECT nothing FROM main.kb.docs"),
    rows("SELECT nothing(1)"),
    rows("SELECT main.tools.nothing(1)"),
    rows("SELECT 1; DROP TABLE main.kb.docs"),
    rows("SELECT :missing"),
]
seen["sql_errors"] = [
    refused(lambda: w.statement_execution.execute_statement("SELECT 1", "none")),
    refused(lambda: w.warehouses.get("none")),
    refused(lambda: w.statement_execution.get_statement("00000000-0000-0000-0000-000000000000")),
]
seen["user"] = rows("SELECT current_user()")

# Functions
seen["functions"] = sorted(f.full_name for f in w.functions.list("main", "tools"))
function = w.functions.get("main.tools.days_between")
seen["function"] = [
    [[p.name, p.type_name.value, p.comment] for p in function.input_params.parameters],
    function.data_type.value,
    function.routine_body.value,
    function.external_language,
]
seen["called"] = [
    rows("SELECT main.tools.days_between('2026-01-01', '2026-03-01')"),
    rows(
        "SELECT main.tools.days_between(finish => :b, start => :a) AS days",
        parameters=[
            StatementParameterListItem(name="a", value="2026-01-01"),
            StatementParameterListItem(name="b", value="2026-01-31"),
        ],
    ),
    rows("SELECT customer, main.tools.order_total(customer) FROM main.sales.orders GROUP BY customer ORDER BY 1"),
    rows("SELECT title FROM main.tools.find_docs('REFUND')"),
    rows("SELECT main.tools.days_between('today', '2026-03-01')"),
    rows("SELECT main.tools.days_between('2026-03-01')"),
]
seen["missing_function"] = refused(lambda: w.functions.get("main.tools.none"))

# Genie
space = w.genie.list_spaces().spaces[0]
seen["space"] = [space.title, w.genie.get_space(space.space_id).warehouse_id == warehouse]
answer = w.genie.start_conversation_and_wait(space.space_id, "who are our best customers")
attachment = answer.attachments[0]
seen["genie"] = [answer.status.value, attachment.query.title, attachment.query.query_result_metadata.row_count]
result = w.genie.get_message_attachment_query_result(
    space.space_id, answer.conversation_id, answer.message_id, attachment.attachment_id
)
seen["genie_rows"] = result.statement_response.result.data_array
older = w.genie.get_message_query_result(space.space_id, answer.conversation_id, answer.message_id)
seen["genie_older"] = older.statement_response.result.row_count
more = w.genie.create_message_and_wait(space.space_id, answer.conversation_id, "How is the weather on the moon?")
seen["genie_unknown"] = more.attachments[0].text.content
seen["genie_messages"] = len(w.genie.list_conversation_messages(space.space_id, answer.conversation_id).messages)
seen["genie_errors"] = [refused(lambda: w.genie.get_space("none"))]

# Connections
seen["connections"] = [c.name for c in w.connections.list()]
seen["connection"] = w.connections.get("local_echo").connection_type.value
reply = w.serving_endpoints.http_request(
    conn="local_echo",
    method=ExternalFunctionRequestHttpMethod.POST,
    path="/tickets",
    json={"title": "broken"},
    params={"urgent": "yes"},
)
seen["echo"] = [reply.status_code, reply.json()]
seen["connection_errors"] = [
    refused(lambda: w.connections.get("none")),
    refused(lambda: w.serving_endpoints.http_request("local_echo", ExternalFunctionRequestHttpMethod.GET, "../journal")),
]
seen["others"] = [refused(lambda: w.apps.get("none")), refused(lambda: w.database.get_database_instance("none"))]

# Chat, as OpenAI's own client speaks it
chat = OpenAI(base_url=f"{w.config.host}/serving-endpoints", api_key=w.config.token, max_retries=0)
model = "databricks-claude-sonnet-4"
city = {"type": "object", "properties": {"city": {"enum": ["nyc", "sf"]}}, "required": ["city"]}
weather = {"name": "get_weather", "description": "Use this to get weather information.", "parameters": city}
messages = [{"role": "user", "content": "How is the weather in sf?"}]
tools = [{"type": "function", "function": weather}]
first = chat.chat.completions.create(model=model, messages=messages, tools=tools).choices[0]
tool = first.message.tool_calls[0]
messages += [first.message, {"role": "tool", "tool_call_id": tool.id, "content": "It's always sunny in sf"}]
last = chat.chat.completions.create(model=model, messages=messages, tools=tools).choices[0]
seen["tools"] = [first.finish_reason, tool.function.name, tool.function.arguments, last.finish_reason, last.message.content]
pieces = list(chat.chat.completions.create(model=model, messages=messages[:1], tools=tools, stream=True))
deltas = [piece.choices[0].delta.tool_calls[0] for piece in pieces if piece.choices[0].delta.tool_calls]
seen["streamed_tool"] = [
    deltas[0].function.name,
    "".join(delta.function.arguments or "" for delta in deltas),
    pieces[-1].choices[0].finish_reason,
]
response = chat.responses.create(model=model, input="How is the weather in sf?", tools=[{"type": "function", **weather}])
seen["response"] = [response.output[0].type, response.output[0].arguments]
events = list(chat.responses.create(model=model, input="hello there", stream=True))
seen["response_stream"] = [events[0].type, events[-1].type, events[-1].response.output_text]
vectors = chat.embeddings.create(model="databricks-gte-large-en", input=["a refund", "the refund"]).data
seen["embeddings"] = [len(vectors[0].embedding), sum(a * b for a, b in zip(vectors[0].embedding, vectors[1].embedding))]
queried = w.vector_search_indexes.query_index(index, columns=["id"], query_vector=vectors[0].embedding, num_results=1)
seen["by_vector"] = queried.result.data_array[0][0]

print(json.dumps(seen))
