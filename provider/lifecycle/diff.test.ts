import { describe, expect, it } from "vitest";
import { z } from "zod";
import { difference } from "./diff.js";
import { computed, ignore, record, replace, update } from "./fields.js";
import { unknownValue } from "./unknown.js";

const fields = {
  name: replace(z.string(), "a name stays"),
  size: update(z.number().optional(), "it grows"),
  tags: update(z.record(z.string(), z.string()).optional(), "they change"),
  about: update(z.string().optional(), "words change", { same: (a, b) => String(a).trim() === String(b).trim() }),
  keep: record(z.boolean().optional(), "it matters at the end"),
  folder: ignore(z.string().optional(), "it only makes the name"),
  digest: computed(z.string(), "update", "it follows"),
  label: computed(z.string(), "ignore", "it follows"),
};

describe("the difference of", () => {
  const cases: [string, Record<string, unknown>, Record<string, unknown>, string[], string[], string[]?][] = [
    ["equal arguments is none", { name: "a", tags: { x: "1" } }, { tags: { x: "1" }, name: "a" }, [], []],
    ["an argument to be replaced", { name: "a" }, { name: "b" }, [], ["name"]],
    ["both kinds is both", { name: "a", size: 1 }, { name: "b", size: 2 }, ["size"], ["name"]],
    ["an argument that goes", { size: 1 }, {}, ["size"], []],
    ["unset and null is none", { size: undefined }, { size: null }, [], []],
    ["what nothing reads later is none", { folder: "a", label: "x" }, { folder: "b", label: "y" }, [], []],
    ["what only the state has to know", { keep: true }, { keep: false }, [], [], ["keep"]],
    ["what only the state has to know, given later", { size: 1 }, { size: 2, keep: true }, ["size"], [], ["keep"]],
    ["a computed value counts by its rule", { digest: "a" }, { digest: "b" }, ["digest"], []],
    ["a value that is not known yet", { size: 1 }, { size: unknownValue }, ["size"], []],
    ["a value that is not known yet, deep down", { tags: { a: "1" } }, { tags: { a: unknownValue } }, ["tags"], []],
    ["values that mean the same is none", { about: "a" }, { about: " a " }, [], []],
    ["what is no argument is none", { state: "READY" }, { state: "FAILED" }, [], []],
  ];

  it.each(cases)("%s", (_what, old, next, updates, replaces, records = []) => {
    expect(difference(fields, old, next)).toEqual({ updates, replaces, records });
  });
});
