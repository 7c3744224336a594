import { expect, test } from "vitest";
import { readSettings, settingAt, textsOf } from "./settings.js";

test("texts, lists and tables are read however they are written; the rest is kept as it is", () => {
  const settings = readSettings(`# a project
title = 'no "escape" \\ here'
"quoted key".inner = "a \\"b\\""
when = 1979-05-27T07:32:00Z
number = 3 # a comment
[tool.one]
list = [ "a", # first
  'b',
  ["c", { x = "d", y.z = 'e' }],
]
long = """
two
lines"""
[[package]]
name = "first"
[[package]]
name = "second"
[package.more]
of = "second"
[tool."two.three"]
empty = []
`);
  expect(settings).toEqual({
    title: 'no "escape" \\ here',
    "quoted key": { inner: 'a "b"' },
    when: "1979-05-27T07:32:00Z",
    number: "3",
    tool: {
      one: { list: ["a", "b", ["c", { x: "d", y: { z: "e" } }]], long: "\ntwo\nlines" },
      "two.three": { empty: [] },
    },
    package: [{ name: "first" }, { name: "second", more: { of: "second" } }],
  });
  expect(textsOf(settingAt(settings, "tool", "one", "list"))).toEqual(["a", "b"]);
  expect(settingAt(settings, "tool", "nothing", "here")).toBeUndefined();
});

test("what is no TOML ends, and gives what stands in it", () => {
  for (const text of [
    "[",
    "[[",
    "a",
    "a =",
    "a = [",
    "a = {",
    'a = "x',
    "= 1",
    "]]]",
    "a = [[[[",
    "\u0000",
    "[a\nb = 1",
  ])
    expect(readSettings(text), JSON.stringify(text)).toBeTypeOf("object");
  expect(readSettings(`${"[".repeat(5000)}\nb = "c"`)).toBeTypeOf("object");
  expect(readSettings(`a = ${"[".repeat(5000)}`)).toBeTypeOf("object");
  expect(readSettings('<<<<<<< HEAD\na = "b"\n')).toEqual({ a: "b" });
});
