import { describe, expect, it } from "vitest";
import { unknownValue } from "../../lifecycle/unknown.js";
import { type DeclaredPolicy, declaredPolicy } from "../../policy/declared.js";
import type { KindName } from "../../policy/kinds.js";
import type { UnresolvedUse, Use, Uses } from "../../uses/index.js";
import { judgeUses } from "./judge.js";

const place = { file: "agent.py", path: "agent.py", from: 10, to: 20, line: 2 };

function use(kind: KindName, name: string, more: Partial<Use> = {}): Use {
  return { ...place, kind, name, onBehalfOfUser: false, through: "Tool", ...more };
}

function unresolved(...kinds: KindName[]): UnresolvedUse {
  return { ...place, kinds, through: "Tool", expression: "x", why: "x is a parameter", onBehalfOfUser: false };
}

function usesOf(uses: Use[], more: Partial<Uses> = {}): Uses {
  return { uses, unresolved: [], actsForUser: uses.some(({ onBehalfOfUser }) => onBehalfOfUser), ...more };
}

function policyOf(authPolicy: unknown, more: Partial<DeclaredPolicy> = {}): DeclaredPolicy {
  return { ...declaredPolicy({ authPolicy }), enforced: "yes", ownCredentials: false, ...more };
}

/** What is found: `severity code resource`. */
const found = (uses: Uses, policy: DeclaredPolicy) =>
  judgeUses(uses, policy).map(({ severity, code, resource }) => `${severity} ${code} ${resource ?? "?"}`);

const docs = { kind: "vectorSearchIndex", name: "main.kb.docs" };
const chat = { kind: "servingEndpoint", name: "chat" };
const genie = { kind: "genieSpace", name: "01ef", onBehalfOfUser: true };

describe("a use by the agent itself", () => {
  it("that is declared is fine, however Unity Catalog's name is spelled", () => {
    const uses = usesOf([use("vectorSearchIndex", "Main.KB.`docs`"), use("servingEndpoint", "chat")]);
    expect(found(uses, policyOf({ systemResources: [docs, chat] }))).toEqual([]);
  });

  it("that is not declared is an error, with what was meant and what to write", () => {
    const [first, second] = judgeUses(
      usesOf([use("vectorSearchIndex", "main.kb.doc"), use("function", "main.tools.add")]),
      policyOf({ systemResources: [docs, chat] }),
    );
    expect(first).toMatchObject({
      code: "undeclared-use",
      severity: "error",
      resource: "main.kb.doc",
      argument: "authPolicy",
      message:
        "the vector search index `main.kb.doc` is used here, through Tool, and the policy does not declare it: the endpoint would answer 403.",
      help: 'Did you mean `main.kb.docs`, which it declares? Else add vectorSearchIndex("main.kb.doc") to its systemResources.',
    });
    expect(second?.help).toBe('Add ucFunction("main.tools.add") to its systemResources.');
  });

  it("that is declared for the caller only is told as such", () => {
    expect(
      found(usesOf([use("genieSpace", "01ef")]), policyOf({ systemResources: [genie], userApiScopes: ["genie"] })),
    ).toEqual(["error undeclared-user-use 01ef"]);
  });

  it("waits for what is not known yet", () => {
    const uses = usesOf([use("vectorSearchIndex", "main.kb.docs"), use("table", "a.b.c")]);
    const later = { ...docs, name: unknownValue };
    expect(found(uses, policyOf({ systemResources: [later] }))).toEqual(["error undeclared-use a.b.c"]);
    expect(found(uses, policyOf({ systemResources: unknownValue }))).toEqual([]);
    expect(found(uses, policyOf(unknownValue))).toEqual([]);
    const unknown = usesOf([use("table", `${unknownValue}.kb.t`)]);
    expect(found(unknown, policyOf({ systemResources: [{ ...docs, name: `${unknownValue}.kb.docs` }] }))).toEqual([]);
  });
});

describe("a use on behalf of the user", () => {
  const asUser = usesOf([use("genieSpace", "01ef", { onBehalfOfUser: true })]);

  it.each([
    [{ userApiScopes: ["dashboards.genie"] }],
    [{ userApiScopes: ["genie"] }],
    [{ userApiScopes: ["mcp.genie"] }],
    [{ systemResources: [genie], userApiScopes: "derived" }],
    [{ systemResources: [{ ...genie, name: unknownValue }], userApiScopes: ["derived"] }],
    [{ userApiScopes: unknownValue }],
    [{ systemResources: unknownValue, userApiScopes: "derived" }],
  ])("is fine with %j", (policy) => {
    expect(found(asUser, policyOf(policy))).toEqual([]);
  });

  it("without the scope that it needs is an error", () => {
    const [only] = judgeUses(asUser, policyOf({ userApiScopes: ["iam.current-user:read"] }));
    expect(only).toMatchObject({
      code: "missing-user-scope",
      severity: "error",
      message:
        'the Genie space `01ef` is used here as the calling user, through Tool, which needs "dashboards.genie" in userApiScopes: the endpoint would answer 403.',
      help: 'Add it, or genieSpace("01ef", { onBehalfOfUser: true }) to systemResources with userApiScopes: "derived".',
    });
  });

  it("of what is declared for the agent is told as such, and as a hint where the scopes allow it", () => {
    const own = { ...genie, onBehalfOfUser: false };
    expect(found(asUser, policyOf({ systemResources: [own] }))).toEqual(["error undeclared-user-use 01ef"]);
    const scoped = policyOf({ systemResources: [own], userApiScopes: ["genie"] });
    expect(found(asUser, scoped)).toEqual(["hint unused-declaration 01ef"]);
  });

  it("of a kind whose scopes nobody knows needs some credentials of the user", () => {
    const uses = usesOf([use("function", "a.b.f", { onBehalfOfUser: true })]);
    expect(found(uses, policyOf({ systemResources: [chat] }))).toContain("error missing-user-scope a.b.f");
    expect(found(uses, policyOf({ userApiScopes: ["sql"] }))).toEqual([]);
  });

  it("cannot be declared in `resources`", () => {
    const policy = { ...declaredPolicy({ resources: [chat] }), enforced: "yes", ownCredentials: false } as const;
    const [only] = judgeUses(asUser, policy);
    expect(only).toMatchObject({ code: "missing-user-scope", argument: "resources" });
    expect(only?.help).toContain("declare it in `authPolicy`");
  });
});

describe("how serious it is", () => {
  const uses = usesOf([use("servingEndpoint", "other")]);
  const nothing = undefined;
  const some = { systemResources: [chat] };

  it.each([
    ["yes", some, false, "error"],
    ["yes", nothing, false, "error"],
    ["yes", { systemResources: [], userApiScopes: [] }, false, "error"],
    ["unknown", some, false, "error"],
    ["unknown", nothing, false, "warning"],
    ["no", some, false, "warning"],
    ["no", nothing, false, "hint"],
    ["no", {}, false, "hint"],
    ["yes", some, true, "warning"],
    ["yes", nothing, true, "hint"],
  ] as const)("enforced %s, declared %j, own credentials %s: %s", (enforced, declared, ownCredentials, severity) => {
    expect(found(uses, policyOf(declared, { enforced, ownCredentials }))[0]).toBe(`${severity} undeclared-use other`);
  });
});

describe("what cannot be told", () => {
  it("is listed, and stops nothing", () => {
    const [only] = judgeUses(usesOf([], { unresolved: [unresolved("servingEndpoint", "sqlWarehouse")] }), policyOf({}));
    expect(only).toMatchObject({
      code: "unresolved-use",
      severity: "hint",
      message:
        "which serving endpoint or SQL warehouse Tool uses here is not told by reading the code: x is a parameter.",
    });
  });
});

describe("what is declared and not used", () => {
  it("is a hint", () => {
    expect(found(usesOf([use("servingEndpoint", "chat")]), policyOf({ systemResources: [chat, docs] }))).toEqual([
      "hint unused-declaration main.kb.docs",
    ]);
  });

  it("is left alone where something unresolved may use it, or something else brings it along", () => {
    expect(
      found(usesOf([], { unresolved: [unresolved("vectorSearchIndex")] }), policyOf({ systemResources: [docs, chat] })),
    ).toEqual(["hint unresolved-use ?"]);
    const table = { kind: "table", name: "a.b.c" };
    const warehouse = { kind: "sqlWarehouse", name: "w" };
    const uses = usesOf([use("genieSpace", "01ef")]);
    const own = { ...genie, onBehalfOfUser: false };
    expect(found(uses, policyOf({ systemResources: [own, table, warehouse, chat] }))).toEqual([
      "hint unused-declaration chat",
    ]);
  });

  it("is left alone where a name that comes later may be it", () => {
    const later = usesOf([use("servingEndpoint", unknownValue)]);
    expect(found(later, policyOf({ systemResources: [chat, docs] }))).toEqual(["hint unused-declaration main.kb.docs"]);
    const shapeless = { ...unresolved("servingEndpoint"), why: `"${unknownValue}" is no name` };
    const open = usesOf([], { unresolved: [shapeless] });
    expect(found(open, policyOf({ systemResources: [chat, docs] }))).toEqual(["hint unused-declaration main.kb.docs"]);
  });

  it("is a scope too, unless it may be for something that nobody sees", () => {
    const policy = policyOf({ userApiScopes: ["sql", "iam.current-user:read", "brand.new"] });
    expect(found(usesOf([]), policy)).toEqual(["hint unused-declaration sql"]);
    expect(found(usesOf([], { actsForUser: true }), policy)).toEqual([]);
    const asUser = usesOf([use("genieSpace", "01ef", { onBehalfOfUser: true })]);
    expect(found(asUser, policyOf({ userApiScopes: ["genie", "vector-search"] }))).toEqual([
      "hint unused-declaration vector-search",
    ]);
  });
});
