import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { call, client, type TestWorkspace, testWorkspace } from "./harness.js";

const warehouse = "10ca10ca10ca10ca";
let workspace: TestWorkspace;
// biome-ignore lint/suspicious/noExplicitAny: what the script printed
let seen: any;

beforeAll(async () => {
  workspace = await testWorkspace();
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
    expect(seen.functions).toEqual(["main.tools.days_between", "main.tools.find_docs", "main.tools.order_total"]);
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

const sql = async (statement: string): Promise<{ state: string; rows: string[][]; message: string }> => {
  const { json } = await call(workspace, "POST", "/api/2.0/sql/statements", { warehouse_id: warehouse, statement });
  return { state: json.status.state, rows: json.result?.data_array, message: json.status.error?.message };
};

describe("the process behind the tables", () => {
  it("says in every answer that it stands in", async () => {
    const { headers } = await call(workspace, "GET", `/api/2.0/sql/warehouses/${warehouse}`);
    expect(headers["x-local-stand-in"]).toBe("SQLite over the fixtures");
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
