import { describe, expect, it } from "vitest";
import type { FunctionFixture } from "../../../workspace/fixtures/standIns.js";
import { failureOfSqlite } from "../../../workspace/standIns/sql/failure.js";
import { translate } from "../../../workspace/standIns/sql/translate.js";
import type { Names } from "../../../workspace/standIns/sql/translated.js";
import { declaration, parameterValue, typeName, typeText } from "../../../workspace/standIns/sql/types.js";

const fn = (name: string, more: Partial<FunctionFixture>): FunctionFixture => ({
  name,
  parameters: [],
  returns: "INT",
  language: "SQL",
  body: "1",
  comment: "",
  ...more,
});
const parameter = (name: string, type = "INT", more = {}): FunctionFixture["parameters"][number] => ({
  name,
  type,
  comment: "",
  ...more,
});
const functions = [
  fn("main.t.plus", { parameters: [parameter("x"), parameter("y", "INT", { default: "1" })], body: "x + y" }),
  fn("main.t.rows", {
    parameters: [parameter("word", "STRING")],
    returns: "TABLE(id INT)",
    body: "SELECT id FROM docs WHERE text LIKE word",
  }),
  fn("main.t.py", { language: "PYTHON", parameters: [parameter("x")], body: "return x" }),
  fn("main.t.loop", { body: "main.t.loop()" }),
  fn("main.t.deep", { body: "RETURN (SELECT max(id) FROM main.kb.secret)" }),
];
const names: Names = {
  catalog: "main",
  schema: "kb",
  function: (name) => functions.find((item) => item.name === name),
};
const sqlite = (sql: string): string => translate(sql, names).statements.join("; ");

describe("SQL for SQLite", () => {
  it.each([
    ["SELECT * FROM main.kb.docs", "SELECT * FROM `main.kb.docs` AS `docs`"],
    ["select id from Docs d where d.id = 1", "select id from `main.kb.docs` d where `d`.`id` = 1"],
    ["SELECT docs.id FROM kb.docs", "SELECT `docs`.`id` FROM `main.kb.docs` AS `docs`"],
    ["SELECT main.kb.docs.id FROM docs", "SELECT `docs`.`id` FROM `main.kb.docs` AS `docs`"],
    [
      "SELECT 1 FROM a, other.s.b AS x JOIN c ON a.i = x.i, d WHERE 1",
      "SELECT 1 FROM `main.kb.a` AS `a`, `other.s.b` AS x JOIN `main.kb.c` AS `c` ON `a`.`i` = `x`.`i`, `main.kb.d` AS `d` WHERE 1",
    ],
    [
      "SELECT * FROM (SELECT id, text FROM docs) t, more",
      "SELECT * FROM(SELECT id, text FROM `main.kb.docs` AS `docs`) t, `main.kb.more` AS `more`",
    ],
    ["WITH n(i) AS (SELECT 1) SELECT i FROM n", "WITH n(i) AS(SELECT 1) SELECT i FROM `n` AS `n`"],
    ["SELECT 1 WHERE id IN (SELECT id FROM docs)", "SELECT 1 WHERE id IN(SELECT id FROM `main.kb.docs` AS `docs`)"],
    ["SELECT trim(BOTH ' ' FROM text) FROM docs", "SELECT trim(BOTH ' ' FROM text) FROM `main.kb.docs` AS `docs`"],
    ["SELECT a IS DISTINCT FROM b FROM docs", "SELECT a IS DISTINCT FROM b FROM `main.kb.docs` AS `docs`"],
    ["SELECT \"it\\'s\", 'say \"x\"', 'a''b'", "SELECT 'it''s', 'say \"x\"', 'a''b'"],
    [
      "SELECT CAST(a AS STRING), current_timestamp(), `odd name` -- end",
      "SELECT CAST(a AS STRING TEXT), CURRENT_TIMESTAMP, `odd name`",
    ],
    ["SELECT /* FROM x */ 1 WHERE t ILIKE 'a%' AND u RLIKE 'b'", "SELECT 1 WHERE t MATCH 'a%' AND u REGEXP 'b'"],
    [
      "SELECT index FROM docs WHERE d > DATE '2026-01-01';",
      "SELECT `index` FROM `main.kb.docs` AS `docs` WHERE d > '2026-01-01'",
    ],
    [
      "INSERT INTO TABLE docs (id, t) SELECT id, t FROM more",
      "INSERT INTO `main.kb.docs` (id, t) SELECT id, t FROM `main.kb.more` AS `more`",
    ],
    [
      "UPDATE docs SET t = 'x' WHERE docs.id = :id",
      "UPDATE `main.kb.docs` AS `docs` SET t = 'x' WHERE `docs`.`id` = :id",
    ],
    ["DELETE FROM docs d WHERE d.id = 1", "DELETE FROM `main.kb.docs` d WHERE `d`.`id` = 1"],
    [
      "CREATE OR REPLACE TABLE t (a STRING NOT NULL COMMENT 'x, y', b DECIMAL(10, 2), c ARRAY<INT>) USING delta",
      "DROP TABLE IF EXISTS `main.kb.t`; CREATE TABLE `main.kb.t` (`a` STRING TEXT NOT NULL, `b` DECIMAL, `c` ARRAY TEXT)",
    ],
    ["CREATE TABLE IF NOT EXISTS t AS SELECT 1 AS a", "CREATE TABLE IF NOT EXISTS `main.kb.t` AS SELECT 1 AS a"],
    ["DROP TABLE IF EXISTS main.kb.t", "DROP TABLE IF EXISTS `main.kb.t`"],
    ["TRUNCATE TABLE t", "DELETE FROM `main.kb.t`"],
    ["SELECT main.t.plus(2)", "SELECT (SELECT (x + y) FROM (SELECT 2 AS `x`, 1 AS `y`) AS `plus`)"],
    [
      "SELECT main.t.plus(y => 3, x => main.t.py(2))",
      "SELECT (SELECT (x + y) FROM (SELECT uc_function_0(2) AS `x`, 3 AS `y`) AS `plus`)",
    ],
    [
      "SELECT * FROM main.t.rows('a') r",
      "SELECT * FROM (SELECT id FROM `main.t.docs` AS `docs` WHERE text LIKE ('a')) r",
    ],
  ])("%s", (sql, expected) => {
    expect(sqlite(sql)).toBe(expected);
  });

  it("tells what a statement itself uses, and what its functions read", () => {
    const found = translate("SELECT main.t.deep() FROM docs JOIN more USING (id)", names);
    expect(found).toMatchObject({
      kind: "query",
      reads: ["main.kb.docs", "main.kb.more"],
      writes: [],
      calls: ["main.t.deep"],
      readsInside: ["main.kb.secret"],
    });
    expect(translate("INSERT INTO a SELECT * FROM b", names)).toMatchObject({
      kind: "write",
      reads: ["main.kb.b"],
      writes: ["main.kb.a"],
    });
    expect(translate("SELECT main.t.py(1) AS one", names).returns).toBe("INT");
    expect(translate("SELECT main.t.py(1) + 1", names).returns).toBeUndefined();
  });

  it("finds tables however they are hidden", () => {
    for (const sql of [
      "SELECT 1 FROM docs UNION SELECT 2 FROM `main`.`kb`.`secret`",
      "SELECT (SELECT max(id) FROM Secret) FROM docs",
      "WITH a AS (SELECT * FROM secret) SELECT * FROM a, docs",
      "SELECT * FROM docs LEFT JOIN (secret JOIN docs d) ON 1",
      "SELECT * FROM docs WHERE EXISTS (SELECT 1 FROM/**/secret)",
    ]) {
      expect(translate(sql, names).reads, sql).toContain("main.kb.secret");
    }
  });

  it.each([
    ["SELECT main.t.none(1)", "UNRESOLVED_ROUTINE"],
    ["SELECT main.t.plus()", "REQUIRED_PARAMETER_NOT_FOUND"],
    ["SELECT main.t.plus(1, 2, 3)", "WRONG_NUM_ARGS.WITHOUT_SUGGESTION"],
    ["SELECT main.t.plus(z => 1)", "UNRECOGNIZED_PARAMETER_NAME"],
    ["SELECT main.t.rows('a')", "UNRESOLVED_ROUTINE"],
    ["SELECT main.t.loop()", "UNSUPPORTED_FEATURE"],
    ["SELECT 'a", "PARSE_SYNTAX_ERROR"],
    ["SELECT (1", "PARSE_SYNTAX_ERROR"],
    ["SELECT 1)", "PARSE_SYNTAX_ERROR"],
    ["", "PARSE_SYNTAX_ERROR"],
    ["SELECT 1; SELECT 2", "PARSE_SYNTAX_ERROR"],
    ["SELECT a::int", "PARSE_SYNTAX_ERROR"],
    ["SELECT * FROM a.b.c.d", "PARSE_SYNTAX_ERROR"],
    ["MERGE INTO a USING b ON 1", "UNSUPPORTED_FEATURE"],
    ["CREATE VIEW v AS SELECT 1", "UNSUPPORTED_FEATURE"],
    ["PRAGMA table_info(x)", "UNSUPPORTED_FEATURE"],
  ])("refuses %j as %s", (sql, condition) => {
    expect(() => translate(sql, names)).toThrow(`[${condition}]`);
  });

  it("never loops, and fails only on purpose", () => {
    const pieces = [
      "SELECT",
      "FROM",
      "main.t.plus(",
      ")",
      "(",
      ",",
      "'",
      "`a`",
      "docs",
      ".",
      "AS",
      "WITH",
      "=>",
      "*",
      "CAST(",
      "CREATE TABLE",
      ":x",
      "--",
      "/*",
    ];
    let seed = 7;
    for (let round = 0; round < 3_000; round += 1) {
      const sql = Array.from({ length: 12 }, () => {
        seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
        return pieces[(seed >>> 8) % pieces.length];
      }).join(" ");
      try {
        translate(sql, names);
      } catch (error) {
        expect((error as Error).name, `${sql}: ${error}`).toBe("SqlFailure");
      }
    }
  });
});

describe("types", () => {
  it.each([
    ["bigint", "LONG", "BIGINT", "BIGINT"],
    ["STRING", "STRING", "STRING", "STRING TEXT"],
    ["decimal(10,2)", "DECIMAL", "DECIMAL(10,2)", "DECIMAL"],
    ["long", "LONG", "BIGINT", "BIGINT"],
    ["array<string>", "ARRAY", "ARRAY<STRING>", "ARRAY TEXT"],
  ])("%s", (type, name, text, declared) => {
    expect([typeName(type), typeText(type), declaration(type)]).toEqual([name, text, declared]);
  });

  it("of parameters make numbers and booleans of text", () => {
    expect(["INT", "BOOLEAN", "STRING", "DATE"].map((type) => parameterValue("1", type))).toEqual([1, 0, "1", "1"]);
    expect(parameterValue("TRUE", "BOOLEAN")).toBe(1);
    expect(parameterValue(null, "INT")).toBeNull();
  });
});

describe("SQLite's words", () => {
  it.each([
    ["no such table: main.main.kb.x", "[TABLE_OR_VIEW_NOT_FOUND] The table or view `main`.`kb`.`x` cannot be found."],
    ['near "FORM": syntax error', "[PARSE_SYNTAX_ERROR] Syntax error at or near 'FORM'."],
    ["ambiguous column name: id", "[UNRESOLVED_COLUMN.WITHOUT_SUGGESTION]"],
    ["not authorized", "[INSUFFICIENT_PERMISSIONS]"],
    ["database disk image is malformed", "[LOCAL_STAND_IN] SQLite, which stands in for the warehouse, says:"],
  ])("%s", (message, expected) => {
    expect(failureOfSqlite(message).message).toContain(expected);
  });
});
