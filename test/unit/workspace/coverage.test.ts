import { expect, it } from "vitest";
import { routes } from "../../../workspace/routes/index.js";
import { linesOfFile, linesOfRoutes, readCoverage, renderCoverage } from "../../conformance/clients/coverage.js";

it("workspace/COVERAGE.md names each route with its difference: npm run conformance -- clients --update", () => {
  expect(linesOfFile(readCoverage()).sort()).toEqual(linesOfRoutes(routes).sort());
});

it("names no route twice", () => {
  const names = routes.map(({ method, path }) => `${method} ${path}`);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

it("reads back what it writes", () => {
  const handle = (): undefined => undefined;
  const common = { service: "S", method: "GET", access: "member" as const, handle };
  const two = [
    { ...common, path: "/a" },
    { ...common, path: "/b/{c}", differs: "x | y" },
  ];
  const text = renderCoverage(two, { "GET /a": ["one 1.0", "two"] }, [{ client: "one 1.0", cases: 3 }]);
  expect(text).toContain("| `GET /a` | | one 1.0; two |");
  expect(linesOfFile(text)).toEqual(linesOfRoutes(two));
});
