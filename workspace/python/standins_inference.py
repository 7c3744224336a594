"""Inference tables: rows of a serving endpoint's log, brought into SQLite when a statement names the table."""

import datetime
import hashlib
import json
import os

# The columns of an inference table of the AI gateway, as Databricks documents them.
COLUMNS = [
    ("request_date", "DATE TEXT"),
    ("databricks_request_id", "STRING TEXT PRIMARY KEY"),
    ("client_request_id", "STRING TEXT"),
    ("request_time", "TIMESTAMP TEXT"),
    ("status_code", "INT"),
    ("sampling_fraction", "DOUBLE"),
    ("execution_duration_ms", "BIGINT"),
    ("request", "STRING TEXT"),
    ("response", "STRING TEXT"),
    ("served_entity_id", "STRING TEXT"),
    ("logging_error_codes", "ARRAY TEXT"),
    ("requester", "STRING TEXT"),
]
# Above this a payload is replaced by its error code, as Databricks does.
PAYLOAD_LIMIT = 1024 * 1024


def ingest(connection, request):
    """Adds what the log holds beyond the last time. `{table, log, sampling, spans}`; the log's file may not exist yet.

    `spans` are the times, in milliseconds, while which the table took requests: `[from, to]`, `to` is None for until now.
    """
    table, log, sampling, spans = request["table"], request["log"], request["sampling"], request["spans"]
    quoted = '"' + table.replace('"', '""') + '"'
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.execute(f"CREATE TABLE IF NOT EXISTS {quoted} ({', '.join(f'{n} {k}' for n, k in COLUMNS)})")
        key = f"log:{table}:{log}"
        row = connection.execute("SELECT CAST(value AS BLOB) FROM local_state WHERE name = ?", [key]).fetchone()
        offset = int(row[0]) if row is not None else 0
        lines, end = read_lines(log, offset)
        marks = ", ".join("?" for _ in COLUMNS)
        for line in lines:
            values = row_of(line, sampling, spans)
            if values is not None:
                connection.execute(f"INSERT OR IGNORE INTO {quoted} VALUES ({marks})", values)
        connection.execute("INSERT OR REPLACE INTO local_state VALUES (?, ?)", [key, str(end)])
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    return {"ok": True}


def read_lines(log, offset):
    """Whole lines after `offset`, and where the next reading begins. A log that was cut over has its rest in `.1`."""
    lines = []
    size = os.path.getsize(log) if os.path.exists(log) else 0
    if size < offset:
        if os.path.exists(log + ".1"):
            lines += tail(log + ".1", offset)[0]
        offset = 0
    if size > offset:
        more, offset = tail(log, offset)
        lines += more
    return lines, offset


def tail(path, offset):
    with open(path, "rb") as file:
        file.seek(offset)
        content = file.read()
    whole = content.rfind(b"\n") + 1
    return content[:whole].splitlines(), offset + whole


def row_of(line, sampling, spans):
    try:
        entry = json.loads(line)
    except ValueError:
        return None
    asked = entry["timestamp_ms"]
    if not any(since <= asked and (until is None or asked < until) for since, until in spans):
        return None
    request_id = entry["databricks_request_id"]
    # The same requests are taken whenever the log is read: by their ids.
    share = int(hashlib.sha256(request_id.encode()).hexdigest()[:8], 16) / 2**32
    if share >= sampling:
        return None
    begun = datetime.datetime.fromtimestamp(entry["timestamp_ms"] / 1000, datetime.timezone.utc)
    response, errors = with_trace(entry.get("response"), entry.get("trace"), request_id), []
    request = entry.get("request")
    if request is not None and len(request) > PAYLOAD_LIMIT:
        request, errors = None, [*errors, "MAX_REQUEST_SIZE_EXCEEDED"]
    if response is not None and len(response) > PAYLOAD_LIMIT:
        response, errors = None, [*errors, "MAX_RESPONSE_SIZE_EXCEEDED"]
    return [
        begun.date().isoformat(),
        request_id,
        client_id(entry.get("request")),
        begun.replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z",
        entry.get("status_code"),
        sampling,
        entry.get("execution_time_ms"),
        request,
        response,
        entry.get("served_entity"),
        json.dumps(errors),
        entry.get("requester"),
    ]


def client_id(request):
    """The id by which a caller may name a request of its own."""
    if request is None or "client_request_id" not in request:
        return None
    try:
        content = json.loads(request)
    except ValueError:
        return None
    return content.get("client_request_id") if isinstance(content, dict) else None


def with_trace(response, trace, request_id):
    """The response with its trace under `databricks_output`, where it is an object; a stream's events are a list."""
    if trace is None or response is None:
        return response
    output = {"databricks_output": {"databricks_request_id": request_id, "trace": trace}}
    try:
        content = json.loads(response)
    except ValueError:
        content = response
    if isinstance(content, dict):
        return json.dumps({**content, **output})
    if isinstance(content, list):
        return json.dumps([*content, output])
    return json.dumps({"response": content, **output})
