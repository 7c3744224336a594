import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { defaultFunctions } from "../../workspace/fixtures/defaults.js";
import type { InferenceSpan } from "../../workspace/serving/records.js";
import { DataProcess } from "../../workspace/standIns/dataProcess.js";
import { call, client, type TestWorkspace, testWorkspace } from "./harness.js";

const warehouse = "10ca10ca10ca10ca";
let workspace: TestWorkspace;
// biome-ignore lint/suspicious/noExplicitAny: what the script printed
let seen: any;

beforeAll(async () => {
  const die = { name: "main.tools.die", returns: "INT", language: "PYTHON", body: "import os\nos._exit(3)" };
  workspace = await testWorkspace({ fixtures: { functions: [...defaultFunctions(), die] } });
  seen = await client(workspace, "stand_ins.py");
});
afterAll(() => workspace?.dispose());

describe("Databricks' SDK for Python on a fresh workspace", () => {
  it("finds and describes a vector index", () => {
    expect(seen).toMatchObject({
      endpoint: ["local-vector-search", "ONLINE", 1],
      indexes: ["main.kb.docs_index"],
      index: ["id", "DELTA_SYNC", "text", true, 8],
    });
  });

  it("searches it by text, by words and vectors, with filters and a threshold", () => {
    const [columns, count, rows] = seen.found;
    expect([columns, count]).toEqual([["id", "title", "score"], 2]);
    expect(rows[0].slice(0, 2)).toEqual([1, "Returning goods"]);
    expect(rows[0][2]).toBeGreaterThan(rows[1][2]);
    expect(seen.hybrid).toEqual(["Changing a password", 5]);
    expect(seen.strict).toBe(0);
    expect(seen.scan).toEqual([3, "3", "Returning goods"]);
    expect(seen.index_errors).toEqual([
      "INVALID_PARAMETER_VALUE",
      "RESOURCE_DOES_NOT_EXIST",
      "INVALID_PARAMETER_VALUE",
    ]);
  });

  it("runs SQL with parameters, defaults and limits, and reads its types", () => {
    const total = ["total", "DOUBLE", "DOUBLE"];
    expect(seen.totals).toEqual([
      [["customer", "STRING", "STRING"], total, ["n", "LONG", "BIGINT"]],
      [
        ["Grace", "1328.5", "2"],
        ["Ada", "328.9", "2"],
        ["Alan", "249.0", "1"],
      ],
      3,
    ]);
    expect(seen.defaults).toEqual([["4"]]);
    expect(seen.types).toEqual(["LONG", "STRING", "DOUBLE", "DATE", "LONG"]);
    expect(seen.limited).toEqual([true, 2]);
    expect(seen.user).toEqual([["developer@localhost"]]);
  });

  it("reads long results in chunks, waits for none, and cancels", () => {
    expect(seen.chunks).toEqual([3, 1000, 1, ["2500"]]);
    expect(seen.later).toEqual(["SUCCEEDED", [["1"]]]);
    expect(seen.canceled).toBe("CANCELED");
  });

  it("creates, writes and drops tables", () => {
    expect(seen.written).toEqual([
      [],
      [["2", "2"]],
      [["1"]],
      [
        ["1", "007", "true"],
        ["2", "it's", "true"],
      ],
      [["007"]],
      [["2"]],
    ]);
    expect(seen.tables).toEqual(["main.default.notes"]);
    expect(seen.table).toEqual([
      ["id", "LONG"],
      ["note", "STRING"],
      ["done", "BOOLEAN"],
    ]);
    expect(seen.exists).toEqual([true, false]);
  });

  it("is told what is wrong with a statement as Databricks tells it", () => {
    expect(seen.failed).toEqual(["FAILED", "BAD_REQUEST"]);
    expect(seen.errors.map((text: string) => text.replace(/^\[(.+?)\].*SQLSTATE: /s, "$1 "))).toEqual([
      "TABLE_OR_VIEW_NOT_FOUND 42P01",
      "UNRESOLVED_COLUMN.WITHOUT_SUGGESTION 42703",
      "UNRESOLVED_ROUTINE 42883",
      "UNRESOLVED_ROUTINE 42883",
      "PARSE_SYNTAX_ERROR 42601",
      "UNBOUND_SQL_PARAMETER 42P02",
    ]);
    expect(seen.errors[0]).toContain("`main`.`kb`.`nothing`");
    expect(seen.sql_errors).toEqual(Array(3).fill("RESOURCE_DOES_NOT_EXIST"));
  });

  it("calls functions in Python and SQL, by position and by name, and those that return tables", () => {
    expect(seen.functions).toEqual([
      "main.tools.days_between",
      "main.tools.die",
      "main.tools.find_docs",
      "main.tools.order_total",
    ]);
    expect(seen.function).toEqual([
      [
        ["start", "STRING", "First day, as YYYY-MM-DD."],
        ["finish", "STRING", "Last day, as YYYY-MM-DD."],
      ],
      "INT",
      "EXTERNAL",
      "PYTHON",
    ]);
    const [positional, named, sql, table, raised, missing] = seen.called;
    expect([positional, named, table]).toEqual([[["59"]], [["30"]], [["Returning goods"]]]);
    expect(sql).toEqual([
      ["Ada", "328.9"],
      ["Alan", "258.9"],
      ["Grace", "1328.5"],
    ]);
    expect(raised).toMatch(/^\[UDF_USER_CODE_ERROR.GENERIC\].*main.tools.days_between.*ValueError.*39000$/);
    expect(missing).toMatch(/^\[REQUIRED_PARAMETER_NOT_FOUND\].*finish/);
    expect(seen.missing_function).toBe("RESOURCE_DOES_NOT_EXIST");
  });

  it("asks a Genie space, reads its rows by each path, and is told where it has no answer", () => {
    const rows = [
      ["Grace", "1328.5"],
      ["Ada", "328.9"],
      ["Alan", "258.9"],
    ];
    expect(seen).toMatchObject({
      space: ["Sales", true],
      genie: ["COMPLETED", "Who are the best customers?", 3],
      genie_rows: rows,
      genie_older: 3,
      genie_messages: 2,
      genie_errors: ["RESOURCE_DOES_NOT_EXIST"],
    });
    expect(seen.genie_unknown).toMatch(/^\[local stand-in.*has no answer to this.*Who are the best customers/);
  });

  it("sends requests through a connection, and not out of it", () => {
    const sent = { method: "POST", path: "/tickets", query: { urgent: "yes" }, json: { title: "broken" } };
    expect(seen).toMatchObject({ connections: ["local_echo"], connection: "HTTP", echo: [200, sent] });
    expect(seen.connection_errors).toEqual(["RESOURCE_DOES_NOT_EXIST", "INVALID_PARAMETER_VALUE"]);
    expect(seen.others).toEqual(["RESOURCE_DOES_NOT_EXIST", "RESOURCE_DOES_NOT_EXIST"]);
  });
});

describe("OpenAI's client", () => {
  it("is given a tool to call, and the answer from its result", () => {
    expect(seen.tools).toEqual([
      "tool_calls",
      "get_weather",
      '{"city":"sf"}',
      "stop",
      "[local stand-in for databricks-claude-sonnet-4] The tool returned: It's always sunny in sf",
    ]);
    expect(seen.streamed_tool).toEqual(["get_weather", '{"city":"sf"}', "tool_calls"]);
  });

  it("speaks the Responses protocol, streamed or not", () => {
    expect(seen.response).toEqual(["function_call", '{"city":"sf"}']);
    const text = '[local stand-in for databricks-claude-sonnet-4] You asked: "hello there" (11 characters).';
    expect(seen.response_stream).toEqual(["response.created", "response.completed", text]);
  });

  it("embeds texts that an index finds by their vectors", () => {
    const [length, product] = seen.embeddings;
    expect([length, product > 0.8 && product < 1, seen.by_vector]).toEqual([1024, true, 1]);
  });
});

const sql = async (statement: string): Promise<{ state: string; rows: string[][]; message: string }> => {
  const { json } = await call(workspace, "POST", "/api/2.0/sql/statements", { warehouse_id: warehouse, statement });
  return { state: json.status.state, rows: json.result?.data_array, message: json.status.error?.message };
};

describe("the process behind the tables", () => {
  it("says in every answer that it stands in", async () => {
    const { headers } = await call(workspace, "GET", `/api/2.0/sql/warehouses/${warehouse}`);
    expect(headers["x-local-stand-in"]).toBe("SQLite over the fixtures");
  });

  it("names columns as the statement does", async () => {
    const statement =
      "SELECT count(*), main.tools.days_between('2026-01-01', '2026-01-02'), o.id FROM main.sales.orders o";
    const { json } = await call(workspace, "POST", "/api/2.0/sql/statements", { warehouse_id: warehouse, statement });
    expect(json.manifest.schema.columns.map((column: { name: string }) => column.name)).toEqual([
      "count(*)",
      "main.tools.days_between('2026-01-01', '2026-01-02')",
      "id",
    ]);
  });

  it("ends a result that grows too large", async () => {
    const endless =
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i, repeat('x', 9000) FROM n";
    const { state, message } = await sql(endless);
    expect([state, message]).toEqual(["FAILED", expect.stringContaining("larger than the 25 MiB")]);
  });

  it("keeps SQLite's own tables and other databases closed", async () => {
    for (const statement of [
      "SELECT * FROM pragma_table_info('main.kb.docs')",
      "SELECT load_extension('x')",
      "ATTACH DATABASE 'x.db' AS y",
      "PRAGMA user_version",
      "SELECT * FROM sqlite_master",
    ]) {
      expect((await sql(statement)).state, statement).toBe("FAILED");
    }
  });
});

describe("MCP servers", () => {
  const rpc = async (path: string, method: string, params?: unknown): ReturnType<typeof call> =>
    call(workspace, "POST", `/api/2.0/mcp/${path}`, { jsonrpc: "2.0", id: 1, method, params });
  const use = async (path: string, name: string, args: unknown, meta = {}): Promise<unknown> => {
    const { json } = await rpc(path, "tools/call", { name, arguments: args, _meta: meta });
    return json.result.isError ? json.result.content[0].text : JSON.parse(json.result.content[0].text);
  };
  const space = "10ca10ca10ca10ca10ca10ca10ca10ca";

  it("begin with initialize, take notifications, and send nothing by themselves", async () => {
    const { json } = await rpc("sql", "initialize", { protocolVersion: "2025-06-18", capabilities: {} });
    expect(json.result).toMatchObject({ protocolVersion: "2025-06-18", capabilities: { tools: {} } });
    const path = "/api/2.0/mcp/sql";
    const message = { jsonrpc: "2.0", method: "notifications/initialized" };
    expect((await call(workspace, "POST", path, message)).status).toBe(202);
    expect((await call(workspace, "GET", path)).status).toBe(405);
    expect((await rpc("sql", "prompts/list")).json.error.code).toBe(-32601);
  });

  it("offer functions, indexes, Genie and SQL as tools", async () => {
    const names = async (path: string): Promise<string[]> =>
      (await rpc(path, "tools/list")).json.result.tools.map((tool: { name: string }) => tool.name);
    expect(await names("functions/main/tools")).toContain("main__tools__days_between");
    expect(await names("vector-search/main/kb")).toEqual(["main__kb__docs_index"]);
    expect(await names(`genie/${space}`)).toEqual([`query_space_${space}`, `poll_response_${space}`]);
    expect(await names("sql")).toContain("execute_sql_read_only");
  });

  it("run them", async () => {
    const dates = { start: "2026-01-01", finish: "2026-01-05" };
    expect(await use("functions/main/tools", "main__tools__days_between", dates)).toEqual({
      columns: ["output"],
      rows: [["4"]],
      is_truncated: false,
    });
    const found = await use(
      "vector-search/main/kb/docs_index",
      "main__kb__docs_index",
      { query: "refund" },
      { num_results: 1 },
    );
    expect(found).toMatchObject([{ title: "Returning goods", score: expect.any(Number) }]);
    expect(await use(`genie/${space}`, `query_space_${space}`, { query: "best customers" })).toMatchObject({
      status: "COMPLETED",
      content: { queryAttachments: [{ statement_response: { result: { row_count: 3 } } }] },
    });
    expect(await use("sql", "execute_sql", { query: "SELECT 1 AS one" })).toMatchObject({
      result: { data_array: [["1"]] },
    });
    const refused = await use("sql", "execute_sql_read_only", { query: "DELETE FROM main.kb.docs" });
    expect(refused).toMatchObject({ status: { state: "FAILED", sql_state: "42501" } });
    expect(await use("functions/main/tools", "main__tools__days_between", { ...dates, start: "soon" })).toContain(
      "ValueError",
    );
  });

  it("are passed on behind a connection", async () => {
    const { json } = await rpc("external/local_echo", "tools/list");
    expect(json).toMatchObject({ method: "POST", json: { method: "tools/list" } });
  });
});

describe("the process behind the tables, when it dies", () => {
  it("is started again, and keeps what was written", async () => {
    expect((await sql("CREATE TABLE main.default.kept (id BIGINT)")).state).toBe("SUCCEEDED");
    expect((await sql("INSERT INTO main.default.kept VALUES (7)")).rows).toEqual([["1", "1"]]);
    const died = await sql("SELECT main.tools.die()");
    expect(died).toMatchObject({ state: "FAILED", message: expect.stringContaining("ended with exit code 3") });
    expect((await sql("SELECT * FROM main.default.kept")).rows).toEqual([["7"]]);
  });
});

describe("an inference log", () => {
  const folder = mkdtempSync(join(tmpdir(), "mlflow-agents-log-"));
  const log = join(folder, "inference.jsonl");
  let process: DataProcess;
  beforeAll(() => {
    const options = { database: join(folder, "t.db"), log: join(folder, "t.log"), tables: [] };
    process = new DataProcess({ python: workspace.python.python, ...options });
  });
  afterAll(async () => {
    await process.stop();
    rmSync(folder, { recursive: true });
  });

  const line = (id: number, more = {}): string => {
    const times = { timestamp_ms: 1_770_000_000_000 + id, execution_time_ms: 5 };
    const row = { databricks_request_id: String(id), ...times, status_code: 200, served_entity: "e", request: "{}" };
    return `${JSON.stringify({ ...row, response: '{"a":1}', trace: null, ...more })}\n`;
  };
  const ever = [{ table: "", from: 0 }];
  const rows = async (table: string, columns: string, spans: readonly InferenceSpan[] = ever): Promise<unknown> => {
    await process.ingest(table, { file: log, sampling: table === "a.b.some" ? 0.5 : 1, spans });
    const statement = { statements: [`SELECT ${columns} FROM \`${table}\` ORDER BY request_time`], parameters: {} };
    const rights = { reads: [table], writes: [], functions: [], user: "", limit: null };
    return (await process.run({ ...statement, ...rights }, 10_000)).rows;
  };

  it("becomes rows once, also after it was cut over, without half a line", async () => {
    expect(await rows("a.b.all", "databricks_request_id")).toEqual([]);
    writeFileSync(log, line(1) + line(2) + line(3).slice(0, 20));
    expect(await rows("a.b.all", "databricks_request_id, request_date")).toEqual([
      ["1", "2026-02-02"],
      ["2", "2026-02-02"],
    ]);
    writeFileSync(log, line(1) + line(2) + line(3));
    renameSync(log, `${log}.1`);
    writeFileSync(log, line(4));
    const ids = [["1"], ["2"], ["3"], ["4"]];
    expect(await rows("a.b.all", "databricks_request_id")).toEqual(ids);
    expect(await rows("a.b.all", "databricks_request_id")).toEqual(ids);
  });

  it("holds no request from before it was made, or from while it was off", async () => {
    const begin = 1_770_000_000_000;
    writeFileSync(log, [11, 12, 13, 14].map((id) => line(id)).join(""));
    const spans = [
      { table: "a.b.off", from: begin + 12, to: begin + 13 },
      { table: "a.b.off", from: begin + 14 },
    ];
    expect(await rows("a.b.off", "databricks_request_id", spans)).toEqual([["12"], ["14"]]);
  });

  it("puts the trace into the response, and leaves out what is too large", async () => {
    const trace = { info: { trace_id: "tr-1" } };
    const stream = { trace, response: '[{"delta":"x"}]' };
    writeFileSync(log, line(5, { trace }) + line(6, stream) + line(7, { request: "x".repeat(1_100_000) }));
    const columns = "response, request IS NULL, logging_error_codes";
    const all = (await rows("a.b.more", columns)) as string[][];
    const output = { databricks_output: { databricks_request_id: "5", trace } };
    expect(JSON.parse(all[0]?.[0] ?? "")).toEqual({ a: 1, ...output });
    expect(JSON.parse(all[1]?.[0] ?? "")).toMatchObject([{ delta: "x" }, { databricks_output: { trace } }]);
    expect(all[2]).toEqual(['{"a":1}', "1", '["MAX_REQUEST_SIZE_EXCEEDED"]']);
  });

  it("is sampled by the ids of its requests", async () => {
    writeFileSync(log, Array.from({ length: 400 }, (_, index) => line(index)).join(""));
    const [[count]] = (await rows("a.b.some", "count(*)")) as [[string]];
    expect(Math.abs(Number(count) - 200)).toBeLessThan(50);
    expect(await rows("a.b.some", "count(*)")).toEqual([[count]]);
  });
});
