import { expect, it } from "vitest";
import { equal } from "./equal.js";

const same: [string, unknown, unknown][] = [
  ["order of keys", { a: 1, b: 2 }, { b: 2, a: 1 }],
  ["an entry that is undefined and one that is not there", { a: 1, b: undefined }, { a: 1 }],
  ["deep ones", { a: [{ b: { c: [1] } }] }, { a: [{ b: { c: [1] } }] }],
  ["what is undefined is not what every object has", { constructor: undefined }, {}],
  ["not a number", Number.NaN, Number.NaN],
];
const different: [string, unknown, unknown][] = [
  ["order of a list", [1, 2], [2, 1]],
  ["length of a list", [1], [1, 2]],
  ["null and nothing", { a: null }, {}],
  ["a list and an object", [], {}],
  ["a text and a number", "1", 1],
  ["an own entry and an inherited one", JSON.parse('{"__proto__": {}}'), {}],
  ["an object and null", {}, null],
];

it.each(same)("takes for equal: %s", (_what, left, right) => {
  expect([equal(left, right), equal(right, left)]).toEqual([true, true]);
});

it.each(different)("tells apart: %s", (_what, left, right) => {
  expect([equal(left, right), equal(right, left)]).toEqual([false, false]);
});
