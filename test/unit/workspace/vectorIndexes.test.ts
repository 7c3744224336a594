import { describe, expect, it } from "vitest";
import { parseFilters } from "../../../workspace/standIns/vectorFilters.js";
import { VectorIndexes } from "../../../workspace/standIns/vectorIndexes.js";

const rows = [
  { id: 1, topic: "tax", text: "How to file a tax form", year: 2024 },
  { id: 2, topic: "fruit", text: "Red apples and green apples", year: 2025 },
  { id: 3, topic: null, text: "An apple a day", year: 2026 },
];
const columns = { id: "BIGINT", topic: "STRING", text: "STRING", year: "INT" };
const indexes = new VectorIndexes([
  { name: "a.b.i", endpoint: "e", primaryKey: "id", textColumn: "text", embeddingEndpoint: "x", columns, rows },
]);
const ids = (query: object): unknown[] =>
  indexes.query("A.b.i", { columns: ["id"], text: "apple", ...query }).rows.map(([id]) => id);

describe("filters", () => {
  it.each([
    ['{"id": 2}', [2]],
    ['{"id": [1, 3]}', [1, 3]],
    ['{"id NOT": 2}', [1, 3]],
    ['{"year >=": 2025}', [2, 3]],
    ['{"year <": 2025}', [1]],
    ['{"topic": "tax"}', [1]],
    ['{"text LIKE": "apple"}', [2, 3]],
    ['{"text NOT LIKE": "apple"}', [1]],
    ['{"topic OR id": ["tax", 3]}', [1, 3]],
    ['{"year >=": 2025, "topic": "fruit"}', [2]],
    ["", [1, 2, 3]],
  ])("%s", (filters, expected) => {
    const fits = parseFilters(filters, Object.keys(columns));
    expect(rows.filter((row) => fits.every((filter) => filter(row))).map(({ id }) => id)).toEqual(expected);
  });

  it.each(["[]", "{", '{"nothing": 1}', '{"id OR topic": [1]}'])("%s is refused", (filters) => {
    expect(() => parseFilters(filters, Object.keys(columns))).toThrow(/filter/i);
  });
});

describe("an index", () => {
  it("puts the nearest first, whose score is 1 for the same text", () => {
    expect(ids({ text: "An apple a day" })[0]).toBe(3);
    expect(indexes.query("a.b.i", { columns: ["id"], text: "An apple a day" }).rows[0]?.[1]).toBeCloseTo(1);
    expect(ids({ count: 1 })).toHaveLength(1);
    expect(ids({ threshold: 0.999, text: "An apple a day" })).toEqual([3]);
  });

  it("finds whole words only in FULL_TEXT, and both ways in HYBRID", () => {
    expect(ids({ type: "FULL_TEXT" })).toEqual([3]);
    expect(ids({ type: "HYBRID" })[0]).toBe(3);
    expect(indexes.query("a.b.i", { columns: ["id"], text: "An apple a day", type: "HYBRID" }).rows[0]).toEqual([3, 1]);
  });

  it("scans from where the last scan ended", () => {
    expect(indexes.scan("a.b.i", 2, undefined).map(({ id }) => id)).toEqual([1, 2]);
    expect(indexes.scan("a.b.i", 2, "2").map(({ id }) => id)).toEqual([3]);
  });

  it.each([
    [{ type: "FUZZY" }, /FUZZY/],
    [{ text: undefined }, /Either query_text or query_vector/],
    [{ text: undefined, vector: new Array(1024).fill(0), type: "HYBRID" }, /needs query_text/],
    [{ vector: [1] }, /has 1 numbers/],
    [{ columns: ["nothing"] }, /not present in index: nothing/],
    [{ count: 0 }, /at least 1/],
  ])("refuses %j", (query, message) => {
    expect(() => ids(query)).toThrow(message);
  });
});
