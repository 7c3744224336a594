import { describe, expect, it } from "vitest";
import { versionDependencies } from "./dependencies.js";
import {
  documentDigest,
  minimumMlflow,
  policyDocument,
  policyFromDocuments,
  policySummary,
  resourceDocument,
} from "./document.js";
import { type KindName, kindNames } from "./kinds.js";
import { compareReleases } from "./releases.js";
import { type PolicyArguments, policyArgumentsSchema, systemResourceSchema } from "./schema.js";
import { scopeDoubts } from "./scopeDoubts.js";
import { requiredScopes, settledScopes } from "./settled.js";
import { targetNames } from "./targets.js";

const names: Record<KindName, { good: string; bad: string }> = {
  vectorSearchIndex: { good: "main.kb.docs", bad: "docs" },
  servingEndpoint: { good: "databricks-claude", bad: "a/b" },
  sqlWarehouse: { good: "0123456789abcdef", bad: "my warehouse" },
  function: { good: "main.tools.add", bad: "main.add" },
  genieSpace: { good: "01ef-23", bad: "space/1" },
  ucConnection: { good: "github", bad: "git hub" },
  table: { good: "main.kb.t", bad: "main.kb.t.x" },
  app: { good: "my-app", bad: "my app" },
  lakebase: { good: "instance-1", bad: "" },
  ucModelService: { good: "main.models.chat", bad: "chat" },
};
// Keys as MLflow's ResourceType spells them (mlflow/models/resources.py, 3.17.2).
const keys: Record<KindName, string> = {
  vectorSearchIndex: "vector_search_index",
  servingEndpoint: "serving_endpoint",
  sqlWarehouse: "sql_warehouse",
  function: "function",
  genieSpace: "genie_space",
  ucConnection: "uc_connection",
  table: "table",
  app: "app",
  lakebase: "lakebase",
  ucModelService: "uc_model_service",
};

const policyOf = (value: object): PolicyArguments => policyArgumentsSchema.parse(value);

describe.each(kindNames)("a resource of kind %s", (kind) => {
  const { good, bad } = names[kind];

  it("is written under MLflow's key", () => {
    const entry = { kind, name: good };
    expect(resourceDocument([entry])).toEqual({ api_version: "1", databricks: { [keys[kind]]: [{ name: good }] } });
    expect(resourceDocument([{ ...entry, onBehalfOfUser: true }])?.databricks[keys[kind]]).toEqual([
      { name: good, on_behalf_of_user: true },
    ]);
  });

  it("needs a name of its shape", () => {
    expect(systemResourceSchema.safeParse({ kind, name: good }).success).toBe(true);
    const refused = systemResourceSchema.safeParse({ kind, name: bad });
    expect(refused.error?.issues[0]?.path).toEqual(["name"]);
  });

  it("comes back out of the document it went into", () => {
    const policy = policyOf({
      systemResources: [
        { kind, name: good },
        { kind, name: good, onBehalfOfUser: true },
      ],
    });
    expect(policyOf(policyFromDocuments({ authPolicy: policyDocument(policy) }))).toEqual(policy);
    const resources = resourceDocument(policy.systemResources);
    expect(policyOf(policyFromDocuments({ resources }))).toEqual(policy);
  });

  it("says which MLflow can write it down", () => {
    expect(minimumMlflow(policyOf({ systemResources: [{ kind, name: good }] }))).toMatch(/^\d+\.\d+\.\d+$/);
  });
});

describe("normal form", () => {
  it("does not depend on order or repetition", () => {
    const a = { kind: "table", name: "a.b.c" };
    const b = { kind: "app", name: "x", onBehalfOfUser: true };
    const left = policyOf({
      systemResources: [a, b, { ...a, onBehalfOfUser: false }],
      userApiScopes: ["sql", "genie", "sql"],
    });
    const right = policyOf({ systemResources: [b, a], userApiScopes: ["genie", "sql"] });
    expect(left).toEqual(right);
    expect(left.systemResources).toEqual([b, a]);
    expect(documentDigest(policyDocument(left))).toBe(documentDigest(policyDocument(right)));
    expect(policyOf(left)).toEqual(left);
  });

  it("of nothing is MLflow's empty policy", () => {
    expect(policyDocument(policyOf({}))).toEqual({ system_auth_policy: {}, user_auth_policy: {} });
    expect(resourceDocument([])).toBeUndefined();
  });

  it("keeps a use as the agent and a use as the user apart", () => {
    const name = "main.kb.docs";
    const policy = policyOf({
      systemResources: [
        { kind: "table", name, onBehalfOfUser: true },
        { kind: "table", name },
      ],
    });
    expect(policy.systemResources).toHaveLength(2);
  });
});

describe("scopes", () => {
  it("that a use on behalf of the user needs", () => {
    const resources = policyOf({
      systemResources: [
        { kind: "genieSpace", name: "a", onBehalfOfUser: true },
        { kind: "genieSpace", name: "b", onBehalfOfUser: true },
        { kind: "sqlWarehouse", name: "c", onBehalfOfUser: true },
        { kind: "vectorSearchIndex", name: "a.b.c" },
      ],
    }).systemResources;
    expect(requiredScopes(resources)).toEqual(["dashboards.genie", "sql.statement-execution", "sql.warehouses"]);
  });

  it.each([
    ...["dashboards.genie", "sql", "iam.current-user:read", "sql:restricted-query", "files.files", "some.new-scope"],
    // Whoever takes scopes refuses what is none: a name that this release does not know is no reason to.
    ...["Genie", "a..b", "a:B", "a:b:c", "catalog/tables"],
  ])("%s may be one", (scope) => {
    expect(policyOf({ userApiScopes: [scope] }).userApiScopes).toEqual([scope]);
  });

  it.each(["", "a b", "sql,genie", "sql\n", "a".repeat(50_000)])("%j is none", (scope) => {
    expect(policyArgumentsSchema.safeParse({ userApiScopes: [scope] }).success).toBe(false);
  });

  it("that the target was not known to take are told, with the date, the nearest name or the place that takes them", () => {
    expect(scopeDoubts(["sql", "sqll", "postgres"])).toEqual([
      '"sqll" is not a scope that Model Serving was known to take (August 2026). Did you mean "sql"?',
      '"postgres" is a scope of Databricks Apps. Model Serving was not known to take it (August 2026), and may refuse the ' +
        "agent's endpoint.",
    ]);
    expect(scopeDoubts(["apps.apps", "postgres", "sql:restricted-query"], "apps")).toEqual([
      expect.stringMatching(/^"apps\.apps" is a scope of Model Serving\. Databricks Apps was not known to take it/),
    ]);
  });

  it("that a thing needs are known where the agent runs", () => {
    for (const target of targetNames) {
      for (const kind of kindNames) {
        const things = [{ kind, onBehalfOfUser: true }];
        expect(scopeDoubts(requiredScopes(things, target), target), `${kind} on ${target}`).toEqual([]);
        expect(settledScopes(["derived"], things, target)).toEqual(requiredScopes(things, target));
      }
    }
  });
});

describe("the first MLflow that can write a policy down", () => {
  it.each([
    [{ systemResources: [{ kind: "table", name: "a.b.c" }] }, "2.21.0"],
    [
      {
        systemResources: [
          { kind: "app", name: "a" },
          { kind: "lakebase", name: "b" },
        ],
      },
      "3.4.0",
    ],
    [
      {
        systemResources: [
          { kind: "ucModelService", name: "a.b.c" },
          { kind: "lakebase", name: "b" },
        ],
      },
      "3.17.0",
    ],
    [{}, "2.21.0"],
  ])("of %j is %s", (policy, release) => {
    expect(minimumMlflow(policyOf(policy))).toBe(release);
  });

  it("is found by numbers, not by letters", () => {
    expect(["2.9.1", "2.21.0", "3.0.0", "2.21"].sort(compareReleases)).toEqual(["2.9.1", "2.21.0", "2.21", "3.0.0"]);
  });
});

describe("what a version depends on", () => {
  it("is what Unity Catalog has a word for, and the agent itself uses", () => {
    const { systemResources } = policyOf({
      systemResources: [
        { kind: "table", name: "a.b.c" },
        { kind: "servingEndpoint", name: "e" },
        { kind: "genieSpace", name: "g" },
        { kind: "function", name: "a.b.f", onBehalfOfUser: true },
      ],
    });
    expect(versionDependencies(systemResources)).toEqual([
      { type: "DATABRICKS_MODEL_ENDPOINT", name: "e" },
      { type: "DATABRICKS_TABLE", name: "a.b.c" },
    ]);
  });
});

describe("the policy in one sentence", () => {
  it.each([
    [{}, "no resources; no user scopes"],
    [{ systemResources: [{ kind: "table", name: "a.b.c" }], userApiScopes: ["sql"] }, "1 table; user scopes sql"],
    [
      {
        systemResources: [
          { kind: "table", name: "a.b.c" },
          { kind: "table", name: "a.b.d" },
          { kind: "app", name: "x" },
        ],
      },
      "1 Databricks App, 2 tables; no user scopes",
    ],
  ])("%j", (policy, sentence) => {
    expect(policySummary(policyOf(policy))).toBe(sentence);
  });
});
