import { describe, expect, it } from "vitest";
import { permissionDenied } from "../../../workspace/errors.js";
import { DataFailure, type DataProcess, type StatementToRun } from "../../../workspace/standIns/dataProcess.js";
import { type SqlCaller, SqlService, tablesToLoad } from "../../../workspace/standIns/sql/sqlService.js";
import { Statements } from "../../../workspace/standIns/sql/statements.js";

const rows = { columns: [{ name: "a", type: "BIGINT" }], rows: [["1"]], truncated: false, changed: 1 };

/** A service whose process notes what it is asked for. */
function service(run: (statement: StatementToRun) => Promise<typeof rows> = async () => rows) {
  const asked: StatementToRun[] = [];
  const ingested: string[] = [];
  const canceled: number[] = [];
  const process: Partial<DataProcess> = {
    run: (statement, _, started) => {
      asked.push(statement);
      started?.(asked.length);
      return run(statement);
    },
    ingest: async (table) => {
      ingested.push(table);
    },
    cancel: (id) => {
      canceled.push(id);
    },
    tables: async () => ({ "main.kb.docs": [["id", "BIGINT"]], "main.kb.secret": [["id", "BIGINT"]] }),
  };
  const function_ = { name: "main.t.f", parameters: [], returns: "BIGINT", language: "SQL" as const, comment: "" };
  const sql = new SqlService({
    process: process as DataProcess,
    functions: [{ ...function_, body: "SELECT max(id) FROM main.kb.secret" }],
    catalogs: { names: () => ["main"], schemaNames: (name) => (name === "main" ? ["kb", "default"] : undefined) },
    inferenceLog: (table) => (table === "main.kb.x_payload" ? { file: "x", sampling: 1, spans: [] } : undefined),
  });
  return { sql, asked, ingested, canceled };
}

const anyone: SqlCaller = { user: "ada", mayUse: () => undefined, readOnly: undefined, visible: undefined };
const agent: SqlCaller = {
  user: "endpoint/agent",
  mayUse: (kind, name) => {
    if (!["main.kb.docs", "main.t.f"].includes(name)) {
      throw permissionDenied(`may not use the ${kind} '${name}'`);
    }
  },
  readOnly: "an agent is granted SELECT",
  visible: ["main.kb.docs"],
};
const run = (sql: SqlService, statement: string, caller = agent): Promise<unknown> =>
  sql.run({ statement, parameters: [] }, caller);

describe("a served agent's statement", () => {
  it("reads what is declared, also through a function whose tables are its owner's", async () => {
    const { sql, asked } = service();
    await run(sql, "SELECT main.t.f() FROM main.kb.docs");
    expect(asked[0]).toMatchObject({ reads: ["main.kb.docs", "main.kb.secret"], writes: [], user: "endpoint/agent" });
  });

  it.each([
    ["SELECT * FROM main.kb.secret", "main.kb.secret"],
    ["SELECT * FROM main.kb.docs WHERE id IN (SELECT id FROM MAIN.kb.Secret)", "main.kb.secret"],
    ["DELETE FROM main.kb.docs", "cannot be changed"],
    ["CREATE TABLE main.default.docs (a INT)", "main.default.docs"],
    ["DESCRIBE main.kb.secret", "main.kb.secret"],
  ])("is refused before it runs: %s", async (statement, named) => {
    const { sql, asked } = service();
    await expect(run(sql, statement)).rejects.toMatchObject({
      sqlState: "42501",
      message: expect.stringMatching(new RegExp(`^\\[INSUFFICIENT_PERMISSIONS\\].*${named}`)),
    });
    expect(asked).toEqual([]);
  });

  it("sees the tables that are declared", async () => {
    const { sql } = service();
    expect(await run(sql, "SHOW TABLES IN main.kb")).toMatchObject({ rows: [["kb", "docs", "false"]] });
    expect(await run(sql, "SHOW TABLES IN main.kb", anyone)).toMatchObject({
      rows: [
        ["kb", "docs", "false"],
        ["kb", "secret", "false"],
      ],
    });
  });
});

describe("a statement", () => {
  it("brings an inference table up to date before it reads it", async () => {
    const { sql, ingested } = service();
    await run(sql, "SELECT * FROM main.kb.x_payload", anyone);
    expect(ingested).toEqual(["main.kb.x_payload"]);
  });

  it("answers a change with the number of rows, and the catalog with names", async () => {
    const { sql } = service();
    expect(await run(sql, "UPDATE main.kb.docs SET id = 1", anyone)).toMatchObject({
      columns: [{ name: "num_affected_rows" }],
      rows: [["1"]],
    });
    expect(await run(sql, "SHOW SCHEMAS IN main", anyone)).toMatchObject({ rows: [["kb"], ["default"]] });
    expect(await run(sql, "DESCRIBE TABLE main.kb.docs", anyone)).toMatchObject({ rows: [["id", "bigint", null]] });
    await expect(run(sql, "CREATE TABLE main.none.t (a INT)", anyone)).rejects.toThrow("[SCHEMA_NOT_FOUND]");
  });

  it("says what failed: SQLite, a function, or the process", async () => {
    for (const [failure, expected] of [
      [new DataFailure("sql", "no such column: x"), "[UNRESOLVED_COLUMN"],
      [new DataFailure("function", "ValueError: x", "main.t.f"), "main.t.f failed. == Error == ValueError: x"],
      [new DataFailure("timeout", "it did not end"), "[LOCAL_STAND_IN]"],
    ] as const) {
      const { sql } = service(() => Promise.reject(failure));
      await expect(run(sql, "SELECT 1")).rejects.toThrow(expected);
    }
  });
});

describe("statements", () => {
  const never = (): Promise<typeof rows> => new Promise(() => undefined);

  it("are answered with their state when they take longer, and cancelled where that is wanted", async () => {
    const { sql, canceled } = service(never);
    const statements = new Statements(sql);
    const request = { statement: "SELECT 1", parameters: [] };
    const running = await statements.submit(request, anyone, 5, false);
    expect(running).toMatchObject({ status: { state: "RUNNING" } });
    expect(await statements.submit(request, anyone, 5, true)).toMatchObject({ status: { state: "CANCELED" } });
    expect(canceled).toEqual([2]);
  });

  it("belong to who ran them, and are forgotten in the end", async () => {
    const { sql } = service();
    const statements = new Statements(sql);
    const submit = async (): Promise<string> =>
      (await statements.run({ statement: "SELECT 1", parameters: [] }, anyone)).id;
    const id = await submit();
    expect(statements.get(id, "ada")).toMatchObject({
      status: { state: "SUCCEEDED" },
      result: { data_array: [["1"]] },
    });
    expect(() => statements.get(id, "grace")).toThrow("was not found");
    expect(() => statements.chunk(id, "ada", 1)).toThrow("no chunk 1");
    for (let count = 0; count < 200; count += 1) {
      await submit();
    }
    expect(() => statements.get(id, "ada")).toThrow("was not found");
  });
});

describe("tables of the fixtures", () => {
  it("are made with what SQLite keeps, and another version where the content differs", () => {
    const load = (rows: Record<string, unknown>[]) =>
      tablesToLoad({ "Main.kb.T": { columns: { a: "STRING", b: "BOOLEAN", c: "ARRAY<INT>" }, rows } });
    const [table] = load([{ a: "007", b: true, c: [1] }, { a: null }]);
    expect(table).toMatchObject({
      name: "main.kb.t",
      columns: [
        ["a", "STRING TEXT"],
        ["b", "BOOLEAN"],
        ["c", "ARRAY TEXT"],
      ],
      rows: [
        ["007", 1, "[1]"],
        [null, null, null],
      ],
    });
    expect(load([])[0]?.version).not.toBe(table?.version);
  });
});
