import { describe, expect, it } from "vitest";
import { accessItems, allowedItems } from "./access.js";
import type { Change } from "./change.js";

/** An update of an agent. */
const change = (before: Change["before"], after: Change["after"], action: Change["action"] = "update"): Change => ({
  urn: "urn",
  name: "support",
  type: "t",
  kind: "LoggedAgent",
  action,
  before,
  after,
  outputs: {},
  paths: [],
  replaceReasons: [],
  uses: {},
  parent: undefined,
  keptBefore: { protect: false, retainOnDelete: false },
  keptAfter: { protect: false, retainOnDelete: false },
  initErrors: [],
  source: undefined,
});

describe("findings that an agent begins to allow", () => {
  const docs = { finding: "undeclared-use", resource: "main.kb.docs", reason: "granted by hand" };
  const imports = { finding: "missing-requirement", reason: "in the image" };

  it("are shown with the reason, and only when they are new", () => {
    expect(allowedItems([change({ allow: [imports] }, { allow: [docs, imports] })])).toEqual([
      {
        kind: "findingAllowed",
        what: "undeclared-use of main.kb.docs",
        who: ["support"],
        consequence: "This finding no longer stops it. The reason given: granted by hand",
      },
    ]);
    expect(allowedItems([change(undefined, { allow: [imports] }, "create")])).toMatchObject([
      { what: "missing-requirement" },
    ]);
    expect(allowedItems([change({ allow: [docs] }, {}), change({}, { allow: [docs] }, "delete")])).toEqual([]);
  });

  it("show again where the reason changes", () => {
    expect(allowedItems([change({ allow: [docs] }, { allow: [{ ...docs, reason: "x" }] })])).toHaveLength(1);
  });
});

it("a scope is told by what it lets an agent do", () => {
  const policy = (...userApiScopes: string[]) => ({ authPolicy: { userApiScopes } });
  const items = accessItems([change(policy(), policy("dashboards.genie", "mcp.new", "brand.new"))]);
  expect(items.map(({ what, consequence }) => `${what}: ${consequence}`)).toEqual([
    "dashboards.genie: The agent may ask Genie spaces in the name of whoever asks.",
    "mcp.new: The agent may call MCP servers in the name of whoever asks.",
    "brand.new: The agent may use this API in the name of whoever asks.",
  ]);
});
