import { describe, expect, it } from "vitest";
import type { Route } from "../../../workspace/http/route.js";
import { Router } from "../../../workspace/http/router.js";
import { routes } from "../../../workspace/routes/index.js";

function route(method: string, path: string): Route {
  return { service: "test", method, path, access: "member", handle: () => ({}) };
}

describe("Router", () => {
  const router = new Router([
    route("GET", "/models/special"),
    route("GET", "/models/{model}"),
    route("GET", "/models/{model}/versions/{version}"),
    route("PUT", "/files/{path...}"),
  ]);

  it.each([
    ["GET", "/models/special", "/models/special", {}],
    ["GET", "/models/main.agents.a", "/models/{model}", { model: "main.agents.a" }],
    ["GET", "/models/a%2Fb/versions/3", "/models/{model}/versions/{version}", { model: "a/b", version: "3" }],
    ["GET", "/models/a/", "/models/{model}", { model: "a" }],
    ["PUT", "/files/a/b%20c/d", "/files/{path...}", { path: "a/b c/d" }],
    ["PUT", "/files", "/files/{path...}", { path: "" }],
  ])("finds %s %s", (method, path, expected, params) => {
    const match = router.find(method, path);
    expect(match?.route.path).toBe(expected);
    expect(match?.params).toEqual(params);
  });

  it.each([
    ["POST", "/models/a"],
    ["GET", "/models"],
    ["GET", "/models/a/versions"],
    ["GET", "/models/%E0%A4%A"],
    ["GET", "/models//versions/1"],
  ])("finds nothing for %s %s", (method, path) => {
    expect(router.find(method, path)).toBeUndefined();
  });
});

describe("the table of routes", () => {
  it("has no entry that an earlier one hides", () => {
    const router = new Router(routes);
    const hidden = routes.filter((entry) => {
      const path = entry.path.replace(/\{\w+\.\.\.\}/g, "several/more/parts").replace(/\{(\w+)\}/g, "value-$1");
      return router.find(entry.method, path)?.route !== entry;
    });
    expect(hidden.map((entry) => `${entry.method} ${entry.path}`)).toEqual([]);
  });

  it("lets a served agent write traces, ask who it is, query endpoints and use stand-ins, and nothing else", () => {
    const open = routes.filter((entry) => entry.access === "agent").map((entry) => `${entry.method} ${entry.path}`);
    const known = [
      /\/traces|\/scim\/v2\/Me$|^POST \/serving-endpoints\/|^GET \/api\/2.0\/serving-endpoints\/\{name\}$/,
      // Each refuses what is not declared: standInAccess.test.ts.
      /^\w+ \/api\/2.0\/(vector-search\/indexes|sql|genie\/spaces|external-function|apps|database\/instances|mcp)\b/,
      /^GET \/api\/2.0\/vector-search\/endpoints\/\{name\}\/indexes\/\{index\}$/,
      /^GET \/api\/2.1\/unity-catalog\/(tables|functions|connections)\/\{/,
    ];
    expect(open.filter((entry) => !known.some((pattern) => pattern.test(entry)))).toEqual([]);
    expect(
      open.some((entry) => entry.startsWith("GET /api/2.0/mlflow/traces/{trace}/credentials-for-data-download")),
    ).toBe(false);
  });
});
