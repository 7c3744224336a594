import { expect, test } from "vitest";
import { pythonJson } from "../pythonJson.js";
import { declaredColumns, declaredParams, SchemaFault } from "./declared.js";

// The right sides were written by real MLflow 2.22.5 and 3.17.2 for the same schemas made in Python.
const columns: [unknown, string][] = [
  [[{ type: "string" }], '[{"type": "string", "required": true}]'],
  [[{ name: "a", type: "string", required: false }], '[{"type": "string", "name": "a", "required": false}]'],
  [
    [{ type: "object", name: "a", properties: { z: { type: "string" }, b: { type: "any", required: false } } }],
    '[{"type": "object", "properties": {"b": {"type": "any", "required": false}, "z": {"type": "string", "required": true}}, "name": "a", "required": true}]',
  ],
  [
    [{ type: "array", items: { type: "map", values: { type: "integer" } }, name: "q" }],
    '[{"type": "array", "items": {"type": "map", "values": {"type": "integer"}}, "name": "q", "required": true}]',
  ],
  [
    [{ type: "tensor", "tensor-spec": { dtype: "float64", shape: [-1, 2] } }],
    '[{"type": "tensor", "tensor-spec": {"dtype": "float64", "shape": [-1, 2]}}]',
  ],
];

test.for(columns)("columns as MLflow writes them: %j", ([given, expected]) => {
  expect(pythonJson(declaredColumns(given))).toBe(expected);
});

test("parameters as MLflow writes them", () => {
  const given = [
    { name: "a", type: "double", default: 1 },
    { type: "string", name: "b", shape: [-1], default: ["x"] },
  ];
  expect(pythonJson(declaredParams(given))).toBe(
    '[{"name": "a", "default": 1.0, "shape": null, "type": "double"}, {"name": "b", "default": ["x"], "shape": [-1], "type": "string"}]',
  );
});

const refused: [unknown, RegExp][] = [
  [[], /no column/],
  [{}, /no list/],
  [["string"], /no mapping/],
  [[{ type: "string", name: "a" }, { type: "string" }], /others without/],
  [[{ type: "string", required: false }], /optional column/],
  [[{ type: "text", name: "a" }], /the type "text"/],
  [[{ type: "object", name: "a" }], /no mapping for the properties/],
  [[{ type: "object", name: "a", properties: {} }], /no properties/],
  [[{ type: "array", name: "a" }], /items/],
  [[{ type: "string", name: "a", extra: 1 }], /"extra"/],
  [[{ type: "string", name: 1 }], /no text/],
  [[{ type: "tensor", "tensor-spec": { dtype: "nope", shape: [-1] } }], /dtype/],
];

test.for(refused)("columns that MLflow cannot load: %j", ([given, message]) => {
  expect(() => declaredColumns(given)).toThrow(SchemaFault);
  expect(() => declaredColumns(given)).toThrow(message);
});

const refusedParams: unknown[] = [
  [{ name: "a", type: "long", default: 1.5 }],
  [{ name: "a", type: "long", default: true }],
  [{ name: "a", type: "string", default: "x", shape: [-1] }],
  [{ name: "a", type: "long", default: [1], shape: [2] }],
  [{ name: "a", type: "any", default: 1 }],
  [{ name: "a", type: "long" }],
  [{ type: "long", default: 1 }],
  [
    { name: "a", type: "long", default: 1 },
    { name: "a", type: "long", default: 1 },
  ],
];

test.for(refusedParams)("parameters that MLflow cannot load: %j", (given) => {
  expect(() => declaredParams(given)).toThrow(SchemaFault);
});
