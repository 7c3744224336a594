import { expect, test } from "vitest";
import { linesOf } from "./text.js";

const begin = `from dataclasses import dataclass, field, KW_ONLY
from functools import singledispatch, singledispatchmethod
import dataclasses
import mlflow
from langchain_core.tools import tool
from databricks_langchain import ChatDatabricks
from databricks_langchain.genie import GenieAgent
@dataclass
class Room:
    space: str
@dataclass
class Model:
    name: str
class Small(Model):
    pass
@singledispatch
def build(spec):
    return ChatDatabricks(model="none-of-them")
`;
const room = "@build.register\ndef _(spec: Room):\n    return GenieAgent(spec.space)\n";
const model = "@build.register(Model)\ndef _model(spec, extra=None):\n    return ChatDatabricks(model=spec.name)\n";
const text = "@build.register\ndef _(spec: str | int):\n    return ChatDatabricks(model=spec)\n";

const rows: [name: string, code: string, expected: string[]][] = [
  ["by annotation", `${room}${model}build(Room("s"))`, ["genieSpace s"]],
  ["by type", `${room}${model}build(Model("m"))`, ["servingEndpoint m"]],
  ["of a base", `${room}${model}build(Small("m"))`, ["servingEndpoint m"]],
  [
    "the nearest",
    `${model}@build.register\ndef _(spec: Small):\n    return ChatDatabricks(model="small")\nbuild(Small("m"))`,
    ["servingEndpoint small"],
  ],
  ["none", `${room}build(Model("m"))`, ["servingEndpoint none-of-them"]],
  ["of Python's own types", `${room}${text}build("t")`, ["servingEndpoint t"]],
  [
    "in a list",
    `${room}${model}for s in [Room("s"), Model("m")]:\n    build(s)`,
    ["genieSpace s", "servingEndpoint m"],
  ],
  ["by map", `${room}${model}list(map(build, [Room("s"), Model("m")]))`, ["genieSpace s", "servingEndpoint m"]],
  [
    "what cannot be told",
    `${room}@build.register\ndef _(spec: Model):\n    return ChatDatabricks(model="fixed")\nbuild(here.spec)`,
    ["genieSpace ? here", "servingEndpoint fixed", "servingEndpoint none-of-them"],
  ],
  ["by a call", `build.register(Room, lambda spec: GenieAgent(spec.space))\nbuild(Room("s"))`, ["genieSpace s"]],
  ["nobody calls it", room, []],
  [
    "given to a library",
    `@build.register\ndef _(spec: Room):\n    return GenieAgent("s")\nmlflow.models.set_model(tool(build))`,
    ["genieSpace s", "servingEndpoint none-of-them"],
  ],
  [
    "a wrapped function",
    `f = singledispatch(lambda spec: 1)\n@f.register\ndef _(spec: Room):\n    return GenieAgent(spec.space)\nf(Room("s"))`,
    ["genieSpace s"],
  ],
  [
    "methods",
    `class B:\n    kind = "k"\n    @singledispatchmethod\n    def make(self, spec):\n        raise TypeError\n    @make.register\n    def _(self, spec: Room):\n        return GenieAgent(spec.space + self.kind)\n    @make.register(Model)\n    def _(self, spec):\n        return ChatDatabricks(model=spec.name)\nb = B()\nb.make(Room("s"))\nb.make(Model("m"))`,
    ["genieSpace sk", "servingEndpoint m"],
  ],
];

test.each(rows)("the implementation for a type: %s", (_, code, expected) => {
  const found = linesOf(begin + code).map((line) => line.replace(/ \? .*here.*/, " ? here"));
  expect(found).toEqual([...expected].sort());
});

const fields: [name: string, code: string, expected: string][] = [
  ["behind the marker", '@dataclass\nclass S:\n    name: str\n    _: KW_ONLY\n    k: int = 1\nS("m", k=2)', "m"],
  [
    "behind the marker of a base",
    '@dataclass\nclass B:\n    _: KW_ONLY\n    about: str = ""\n@dataclass\nclass S(B):\n    name: str\nS("m", about="x")',
    "m",
  ],
  [
    "the marker of a module",
    '@dataclass\nclass S:\n    _: dataclasses.KW_ONLY\n    k: int = 1\n    name: str = "d"\nS(name="m")',
    "m",
  ],
  [
    "all of a class",
    '@dataclass(kw_only=True)\nclass B:\n    about: str = ""\n@dataclass\nclass S(B):\n    name: str\nS("m")',
    "m",
  ],
  [
    "one of them",
    '@dataclass\nclass S:\n    k: int = field(default=1, kw_only=True)\n    name: str = "d"\nS("m")',
    "m",
  ],
  [
    "one that is not given at all",
    '@dataclass\nclass S:\n    k: int = field(default=1, init=False)\n    name: str = "d"\nS("m")',
    "m",
  ],
];

test.each(fields)("fields that are given by name alone: %s", (_, code, expected) => {
  const at = code.lastIndexOf("\n") + 1;
  const whole = `${code.slice(0, at)}ChatDatabricks(model=(${code.slice(at)}).name)`;
  expect(linesOf(begin + whole)).toEqual([`servingEndpoint ${expected}`]);
});
