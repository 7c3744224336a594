"""Tables and functions of the local workspace's SQL stand-in: SQLite behind JSON lines.

Each line of standard input is a request `{id, op, …}`; each line of standard output its answer `{id, ok, …}`, in the order
in which they are done. It ends when standard input closes. Nothing but the standard library is needed.

Usage: standins.py <database>
"""

import json
import os
import sqlite3
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

# This folder belongs to a package and may be read-only: no compiled files in it.
sys.dont_write_bytecode = True
import standins_functions  # noqa: E402
import standins_inference  # noqa: E402

sys.dont_write_bytecode = False

# SQLite's action codes (sqlite3.h) that a statement may need; all others are refused.
CREATE_INDEX, CREATE_TABLE, DELETE, DROP_TABLE, INSERT = 1, 2, 9, 11, 18
READ, SELECT, TRANSACTION, UPDATE, FUNCTION, SAVEPOINT, RECURSIVE = 20, 21, 22, 23, 31, 32, 33
FREE = {SELECT, TRANSACTION, FUNCTION, SAVEPOINT, RECURSIVE, CREATE_INDEX}
CHANGES = {DELETE, INSERT, UPDATE, CREATE_TABLE, DROP_TABLE}
# Tables of SQLite and of this program, which no statement may read. Every table of a user has a name of three parts; a
# name without dots is one that the statement itself made up (WITH), or a function such as json_each.
CLOSED = ("sqlite_", "pragma_", "local_state", "dbstat", "bytecode", "tables_used")
# SQLite's own table, which creating and dropping others writes.
MASTER = {"sqlite_master", "sqlite_schema", "sqlite_sequence", "sqlite_stat1"}

# What a result may hold that is sent inline, as on Databricks.
RESULT_LIMIT = 25 * 1024 * 1024

INTEGERS = {"TINYINT", "SMALLINT", "INT", "INTEGER", "BIGINT", "LONG"}
FLOATS = {"DOUBLE", "FLOAT", "REAL", "DECIMAL", "NUM"}
# The words under which columns may be declared (workspace/standIns/sql/types.ts writes them), and what CREATE TABLE AS
# makes of them.
DECLARED = INTEGERS | FLOATS | {"STRING", "VARCHAR", "TEXT", "BOOLEAN", "DATE", "TIMESTAMP", "ARRAY", "MAP", "STRUCT"}
DECLARED |= {"VARIANT"}


class Typed:
    """A value of a column whose type is known."""

    __slots__ = ("kind", "text")

    def __init__(self, kind, text):
        self.kind = kind
        self.text = text


def converter(kind):
    def convert(value):
        text = value.decode("utf-8", "replace")
        return Typed(kind, {"1": "true", "0": "false"}.get(text, text) if kind == "BOOLEAN" else text)

    return convert


for word in DECLARED:
    sqlite3.register_converter(word, converter(word))


class Tables:
    def __init__(self, database):
        self.database = database
        self.local = threading.local()
        self.running = {}
        self.lock = threading.Lock()
        connection = self.connection()
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE IF NOT EXISTS local_state (name TEXT PRIMARY KEY, value TEXT)")

    def connection(self):
        existing = getattr(self.local, "connection", None)
        if existing is None:
            existing = sqlite3.connect(
                self.database,
                timeout=30,
                isolation_level=None,
                detect_types=sqlite3.PARSE_DECLTYPES,
                check_same_thread=False,
            )
            existing.execute("PRAGMA synchronous=NORMAL")
            standins_functions.register_builtins(existing, self.local)
            self.local.connection = existing
        return existing

    def run(self, request):
        """Runs statements and answers with the rows of the last one, as text."""
        connection = self.connection()
        self.local.user = request.get("user", "")
        self.local.failure = None
        for function in request.get("functions", []):
            standins_functions.register(connection, function, self.local)
        reads, writes = set(request.get("reads", [])), set(request.get("writes", []))

        def authorize(action, first, second, database, trigger):
            if action in FREE:
                return sqlite3.SQLITE_OK
            table = first or ""
            if action == READ:
                if "." in table:
                    return sqlite3.SQLITE_OK if table in reads or table in writes else sqlite3.SQLITE_DENY
                # Creating and dropping read SQLite's own tables; a statement of a user cannot name them.
                free = not table.startswith(CLOSED) or (writes and table in MASTER)
                return sqlite3.SQLITE_OK if free else sqlite3.SQLITE_DENY
            if action in CHANGES and writes and (table in writes or table in MASTER):
                return sqlite3.SQLITE_OK
            return sqlite3.SQLITE_DENY

        with self.lock:
            self.running[request["id"]] = connection
        try:
            connection.set_authorizer(authorize)
            *before, last = request["statements"]
            if before:
                connection.execute("BEGIN")
            for statement in before:
                connection.execute(statement)
            cursor = connection.execute(last, request.get("parameters") or {})
            limit = request.get("limit")
            rows = fetch(cursor, limit)
            truncated = limit is not None and len(rows) > limit
            names = [column[0] for column in cursor.description or []]
            changed = cursor.rowcount
            cursor.close()
            if before:
                connection.execute("COMMIT")
        except Exception as error:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            failure = self.local.failure
            if failure is not None:
                return {"ok": False, "kind": "function", "function": failure[0], "message": failure[1]}
            return {"ok": False, "kind": "sql", "message": str(error)}
        finally:
            # Not None, which Python before 3.11 takes for a function.
            connection.set_authorizer(allow)
            with self.lock:
                self.running.pop(request["id"], None)
        rows = rows[:limit] if truncated else rows
        return {"ok": True, **as_text(names, rows), "truncated": truncated, "changed": changed}

    def load(self, request):
        """Makes the tables of the fixtures: again where the fixtures changed, else what was written to them stays."""
        connection = self.connection()
        for table in request["tables"]:
            name, version = table["name"], table["version"]
            row = connection.execute("SELECT value FROM local_state WHERE name = ?", [f"fixture:{name}"]).fetchone()
            if row is not None and getattr(row[0], "text", row[0]) == version:
                continue
            quoted = '"' + name.replace('"', '""') + '"'
            columns = ", ".join('"' + column.replace('"', '""') + '" ' + kind for column, kind in table["columns"])
            marks = ", ".join("?" for _ in table["columns"])
            connection.execute("BEGIN")
            connection.execute(f"DROP TABLE IF EXISTS {quoted}")
            connection.execute(f"CREATE TABLE {quoted} ({columns})")
            connection.executemany(f"INSERT INTO {quoted} VALUES ({marks})", table["rows"])
            connection.execute("INSERT OR REPLACE INTO local_state VALUES (?, ?)", [f"fixture:{name}", version])
            connection.execute("COMMIT")
        return {"ok": True}

    def tables(self, request):
        """Names of all tables and their columns with the words they were declared with."""
        connection = self.connection()
        names = [
            row[0]
            for row in connection.execute("SELECT CAST(name AS BLOB) FROM sqlite_master WHERE type = 'table'").fetchall()
        ]
        names = [name.decode() if isinstance(name, bytes) else name for name in names]
        found = {}
        for name in names:
            if name.count(".") == 2:
                info = connection.execute("SELECT name, type FROM pragma_table_info(?)", [name]).fetchall()
                found[name] = [[plain(column), plain(kind)] for column, kind in info]
        return {"ok": True, "tables": found}

    def ingest(self, request):
        return standins_inference.ingest(self.connection(), request)

    def cancel(self, request):
        with self.lock:
            connection = self.running.get(request["target"])
        if connection is not None:
            connection.interrupt()
        return {"ok": True}


def allow(*_):
    return sqlite3.SQLITE_OK


def fetch(cursor, limit):
    """The rows, at most one more than `limit`, so that it shows whether there are more."""
    rows, size = [], 0
    while limit is None or len(rows) <= limit:
        part = cursor.fetchmany(1000 if limit is None else min(1000, limit + 1 - len(rows)))
        if not part:
            break
        rows += part
        size += sum(len(described(value)[1] or "") for row in part for value in row)
        if size > RESULT_LIMIT:
            raise ValueError("the result is larger than 25 MiB")
    return rows


def plain(value):
    return value.text if isinstance(value, Typed) else value


def as_text(names, rows):
    """Columns with their types, and the values as text, as Databricks' JSON_ARRAY format has them."""
    kinds = [None] * len(names)
    data = []
    for row in rows:
        line = []
        for index, value in enumerate(row):
            kind, text = described(value)
            if kind is not None and kinds[index] in (None, "BIGINT"):
                kinds[index] = kind
            line.append(text)
        data.append(line)
    columns = [{"name": name, "type": kind or "STRING"} for name, kind in zip(names, kinds)]
    return {"columns": columns, "rows": data}


def described(value):
    if value is None:
        return None, None
    if isinstance(value, Typed):
        return value.kind, value.text
    if isinstance(value, int):
        return "BIGINT", str(value)
    if isinstance(value, float):
        return "DOUBLE", repr(value)
    if isinstance(value, bytes):
        return "STRING", value.decode("utf-8", "replace")
    return "STRING", str(value)


def main():
    # What this process writes is its user's alone.
    os.umask(0o077)
    # What a function prints must not run into the answers.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    tables = Tables(sys.argv[1])
    operations = {"run": tables.run, "load": tables.load, "tables": tables.tables, "ingest": tables.ingest}
    writing = threading.Lock()

    def answer(request, work):
        try:
            result = work(request)
        except Exception as error:
            result = {"ok": False, "kind": "internal", "message": f"{type(error).__name__}: {error}"}
        line = json.dumps({"id": request["id"], **result})
        with writing:
            answers.write(line + "\n")
            answers.flush()

    with ThreadPoolExecutor(max_workers=4, thread_name_prefix="statement") as pool:
        for line in sys.stdin:
            request = json.loads(line)
            if request["op"] == "cancel":
                answer(request, tables.cancel)
            else:
                pool.submit(answer, request, operations[request["op"]])
        # The workspace is gone: nobody waits for what is under way.
        answers.flush()
        os._exit(0)


if __name__ == "__main__":
    main()
