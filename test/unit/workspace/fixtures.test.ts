import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { type Fixtures, loadFixtures } from "../../../workspace/fixtures/fixtures.js";

const folder = mkdtempSync(join(tmpdir(), "mlflow-agents-fixtures-"));
afterAll(() => rmSync(folder, { recursive: true }));

const load = (content: unknown): Promise<Fixtures> => {
  writeFileSync(join(folder, "fixtures.json"), JSON.stringify(content));
  return loadFixtures(join(folder, "fixtures.json"));
};

describe("fixtures", () => {
  it("have one of each kind to try where the file says nothing", async () => {
    const fixtures = await loadFixtures(join(folder, "none.json"));
    expect(fixtures.vectorIndexes).toMatchObject([
      { name: "main.kb.docs_index", table: "main.kb.docs", primaryKey: "id" },
    ]);
    expect(fixtures.vectorIndexes[0]?.rows.length).toBe(8);
    expect(Object.keys(fixtures.tableData)).toEqual(["main.kb.docs", "main.sales.orders"]);
    for (const key of ["sqlWarehouses", "functions", "genieSpaces", "connections", "chatEndpoints"] as const) {
      expect(fixtures[key].length, key).toBeGreaterThan(0);
    }
    expect(fixtures.catalogs.main).toEqual(["default", "agents", "kb", "sales", "tools"]);
  });

  it("replace a default by key, and imply the schemas of what they name", async () => {
    const fixtures = await load({
      catalogs: { main: ["default"] },
      tableData: {
        "shop.raw.events": {
          rows: [
            { id: 1, name: "a", ok: true, at: null },
            { id: 2.5, extra: ["x"] },
          ],
        },
      },
      vectorIndexes: [],
      functions: [],
    });
    expect(fixtures.tableData["shop.raw.events"]?.columns).toEqual({
      id: "DOUBLE",
      name: "STRING",
      ok: "BOOLEAN",
      at: "STRING",
      extra: "STRING",
    });
    expect(fixtures.catalogs).toEqual({ main: ["default"], shop: ["raw"] });
  });

  it("read rows from files beside them", async () => {
    writeFileSync(join(folder, "a.csv"), '\uFEFFid,name,code\r\n1,"Ada, ""Countess""",007\r\n2,,1.5\n');
    writeFileSync(join(folder, "a.jsonl"), '{"id": 1}\n\n{"id": 2}\n');
    writeFileSync(join(folder, "a.json"), '[{"id": 3}]');
    const { tableData } = await load({
      tableData: {
        "a.b.c": { file: "a.csv" },
        "a.b.d": { file: "./a.jsonl" },
        "a.b.e": { file: join(folder, "a.json") },
      },
      vectorIndexes: [],
    });
    expect(tableData["a.b.c"]?.rows).toEqual([
      { id: 1, name: 'Ada, "Countess"', code: "007" },
      { id: 2, name: null, code: 1.5 },
    ]);
    expect([tableData["a.b.d"]?.rows, tableData["a.b.e"]?.rows]).toEqual([[{ id: 1 }, { id: 2 }], [{ id: 3 }]]);
  });

  it("load as the documentation writes them", async () => {
    const text = readFileSync(join(__dirname, "../../../workspace/README.md"), "utf8");
    writeFileSync(join(folder, "texts.csv"), "id,text\n1,A lamp\n");
    const fixtures = await load(JSON.parse(/```json\n(.*?)```/s.exec(text)?.[1] ?? ""));
    expect(fixtures.vectorIndexes[0]?.rows).toEqual([{ id: 1, text: "A lamp" }]);
    expect(fixtures.catalogs.main).toContain("shop");
  });

  const index = { name: "a.b.i", primaryKey: "id", textColumn: "text", rows: [{ id: 1, text: "x" }] };
  it.each([
    [{ vectorIndex: [] }, /vectorIndex/],
    [{ vectorIndexes: [{ ...index, name: "two.parts" }] }, /vectorIndexes\[0\].name/],
    [{ vectorIndexes: [{ ...index, textColumn: "body" }] }, /vectorIndexes\[0\].textColumn.*'body'/],
    [{ vectorIndexes: [{ ...index, table: "a.b.c" }] }, /exactly one of rows, file and table/],
    [{ vectorIndexes: [{ ...index, rows: undefined, table: "a.b.c" }] }, /vectorIndexes\[0\].table.*a\.b\.c/],
    [{ vectorIndexes: [index, { ...index, name: "A.b.I" }] }, /vectorIndexes: 'a\.b\.i' is there twice/],
    [{ tableData: { "a.b.c": {} } }, /give either rows or file.*tableData/s],
    [{ tableData: { "a.b.c": { rows: [] } } }, /tableData\["a.b.c"\]: give columns/],
    [{ tableData: { "a.b.c": { columns: { x: "INT" }, rows: [{ x: 1 }, { y: 1 }] } } }, /rows\[1\].*'y'/],
    [{ tableData: { "a.b.c": { columns: { x: "NUMBER" }, rows: [] } } }, /not a SQL type.*columns\.x/s],
    [{ tableData: { "a.b.c": { file: "none.csv" } } }, /tableData\["a.b.c"\].file: none.csv cannot be read/],
    [
      { functions: [{ name: "a.b.f", returns: "TABLE(x INT)", language: "PYTHON", body: "return 1" }] },
      /write it in SQL/,
    ],
    [{ functions: [{ name: "a.b.f", returns: "NUMBER", body: "1" }] }, /not a SQL type.*functions\[0\]/s],
    [{ genieSpaces: [{ id: "x", title: "t", warehouse: "none" }] }, /genieSpaces\[0\].warehouse.*'none'/],
    [{ genieSpaces: [{ id: "x", title: "t", questions: [{ question: "q" }] }] }, /give sql, text or both/],
    [{ connections: [{ name: "c", url: "ftp://x" }] }, /connections\[0\].url/],
  ])("are refused by the name of the faulty key: %j", async (content, expected) => {
    await expect(load(content)).rejects.toMatchObject({
      code: "invalidOption",
      message: expect.stringMatching(expected),
    });
  });
});
