import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { routes } from "../../workspace/routes/index.js";
import { Comparison } from "../conformance/contract/comparison.js";
import { goldenRequests, requestsOf } from "../conformance/contract/goldenRequests.js";
import { Known } from "../conformance/contract/knownTypes.js";

const path = "/api/2.0/serving-endpoints/{}/config";
const known = new Known({
  versions: {},
  types: {
    endpoint: { name: "leaf", tags: { list: { ref: "tag" } }, environment: { map: "leaf" }, more: "any" },
    tag: { key: "leaf" },
  },
  routes: [
    { method: "PUT", path, source: "databricks-sdk", request: [{ ref: "endpoint" }], answer: [{ ref: "endpoint" }] },
    { method: "GET", path: "/api/2.0/fs/files{}", source: "databricks-sdk", request: [], answer: [] },
  ],
});
const route = routes.find((each) => each.method === "PUT" && each.path === "/api/2.0/serving-endpoints/{name}/config");

describe("a field of a request or an answer", () => {
  const sent = { name: "a", tags: [{ key: "k", value: "v" }], environment: { A: "b" }, more: { x: { y: 1 } } };
  const name = "PUT /api/2.0/serving-endpoints/{name}/config";

  it("that no type knows is named with its route, wherever it stands", () => {
    const comparison = new Comparison(known, []);
    comparison.request("PUT", path.replace("{}", "a"), route, sent);
    comparison.answer("PUT", path.replace("{}", "a"), route, 200, { name: "a", kind: { deep: 1 }, tags: [["x"]] });
    comparison.answer("PUT", path.replace("{}", "a"), route, 400, { error_code: "X", message: "m", reason: "r" });
    const { unknown, requests } = comparison.result([]);
    expect(unknown).toEqual([
      `answer of ${name}: kind`,
      `answer of ${name}: reason`,
      `answer of ${name}: tags[][]`,
      `request of ${name}: tags[].value`,
    ]);
    expect(requests).toEqual({ calls: 1, routes: 1, fields: 6 });
  });

  it("may be accepted, for a reason; an exception that nothing needs is told", () => {
    const exception = { of: "request", route: /config$/, field: /^tags\[\]\.value$/, why: "it is" } as const;
    const comparison = new Comparison(known, [exception, { ...exception, of: "answer", why: "it was" }]);
    comparison.request("PUT", path.replace("{}", "a"), route, sent);
    expect(comparison.result([])).toMatchObject({
      unknown: [],
      accepted: [{ why: "it is", fields: [`${name} tags[].value`] }, { fields: [] }],
      unneeded: [expect.stringContaining("it was")],
    });
  });

  it("of a route without a type, or that nothing called, is not passed over in silence", () => {
    const comparison = new Comparison(known, []);
    comparison.request("POST", "/api/2.0/none", undefined, { a: 1 });
    const { untyped, untouched } = comparison.result(routes);
    expect(untyped).toEqual(["POST /api/2.0/none"]);
    expect(untouched).toContain(name);
  });
});

it("a route of a client fits what is put into it, a path of files with its slashes", () => {
  expect(known.of("GET", "/api/2.0/fs/files/a/b.txt")).toHaveLength(1);
  expect(known.of("GET", "/api/2.0/fs/filesystem")).toHaveLength(0);
  expect(known.of("PUT", "/api/2.0/serving-endpoints/a/b/config")).toHaveLength(0);
});

it("requests are read from golden files, with their bodies", () => {
  const text = 'calls:\n  GET /a?b=c\n  POST /b\n    {\n      "x": 1\n    }\nleft to do:\n  at once: nothing\n';
  expect(requestsOf(text)).toEqual([
    { method: "GET", path: "/a", body: undefined },
    { method: "POST", path: "/b", body: { x: 1 } },
  ]);
  const all = goldenRequests(join(__dirname, "..", "serving", "goldens"));
  expect(all.filter(({ method, body }) => method === "PUT" && body !== undefined).length).toBeGreaterThan(20);
});
