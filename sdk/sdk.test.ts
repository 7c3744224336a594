import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { knownScopes, scopeTable } from "../provider/policy/scopes.js";
import { type Declared, declare } from "../test/unit/provider/support/mocks.js";
import {
  AuthPolicy,
  apiScopes,
  app,
  genieSpace,
  LoggedAgent,
  lakebase,
  RegisteredModel,
  ServingEndpoint,
  servingEndpoint,
  sqlWarehouse,
  table,
  ucConnection,
  ucFunction,
  ucModelService,
  vectorSearchIndex,
  Workspace,
} from "./index.js";

const token = "pulumi-nodejs:dynamic/mlflow-agents:";
const outputs = {
  LoggedAgent: { modelId: "m-1", digest: "d" },
  RegisteredModel: { version: "3", contentDigest: "d" },
};

/** The one resource of a type. */
function the(declared: readonly Declared[], type: string): Declared {
  const [found] = declared.filter((each) => each.type === `${token}${type}`);
  if (found === undefined) throw new Error(`no ${type} was declared`);
  return found;
}

/** What a value that is waited for comes to. */
function settled(input: pulumi.Input<string>): Promise<string> {
  return new Promise((resolve) => pulumi.output(input).apply(resolve));
}

describe("every resource", () => {
  const makers: [string, string, (opts?: pulumi.CustomResourceOptions) => pulumi.Resource][] = [
    ["AuthPolicy", "authPolicy", (opts) => new AuthPolicy("x", {}, opts)],
    ["LoggedAgent", "loggedAgent", (opts) => new LoggedAgent("x", { code: "agent.py" }, opts)],
    ["RegisteredModel", "registeredModel", (opts) => new RegisteredModel("x", { name: "a", agent: "m-1" }, opts)],
    ["ServingEndpoint", "servingEndpoint", (opts) => new ServingEndpoint("x", { model: "models:/a/1" }, opts)],
  ];

  it.each(makers)("%s has one literal as its provider, and its type", async (type, entry, make) => {
    const found = the(await declare(() => make()), type);
    expect(found.inputs.__provider).toBe(`exports.handler = () => require("pulumi-mlflow-agents/provider").${entry};`);
  });

  it.each(makers)("%s tells the provider its URN, also below a component", async (type, _entry, make) => {
    const alone = the(await declare(() => make()), type);
    expect(alone.inputs.__urn).toBe(`urn:pulumi:dev::shop::${token}${type}::x`);
    const inside = await declare(() => make({ parent: new pulumi.ComponentResource("my:index:Group", "group") }));
    expect(the(inside, type).inputs.__urn).toMatch(new RegExp(`my:index:Group[$]${token}${type}::x$`));
  });

  it.each(makers)("%s tells the provider whether it is a preview", async (type, _entry, make) => {
    expect(the(await declare(() => make(), {}, true), type).inputs.__preview).toBe(true);
    expect(the(await declare(() => make()), type).inputs).not.toHaveProperty("__preview");
  });

  it.each(makers)("%s says what takes the place of the option `import`", async (type, _entry, make) => {
    let refused = "";
    await declare(() => {
      try {
        make({ import: "some-id" });
      } catch (error) {
        refused = String(error);
      }
    });
    expect(refused).toContain(`${type} "x": the option \`import\` does not reach resources of this package`);
    expect(refused).toContain(`${type}.get("x", "<id>")`);
    expect(refused.includes("adopt: true")).toBe(["RegisteredModel", "ServingEndpoint"].includes(type));
  });

  it("tells customTimeouts in seconds", async () => {
    const customTimeouts = { create: "1h30m", update: "90s", delete: "250ms" };
    const declared = await declare(() => new AuthPolicy("x", {}, { customTimeouts }));
    expect(the(declared, "AuthPolicy").inputs.__timeouts).toEqual({ create: 5_400, update: 90, delete: 0.25 });
    const without = await declare(() => new AuthPolicy("x", {}));
    expect(the(without, "AuthPolicy").inputs).not.toHaveProperty("__timeouts");
  });

  it("says where the arguments hold a secret, however deep", async () => {
    const declared = await declare(
      () =>
        new ServingEndpoint("x", {
          model: "models:/a/1",
          environment: { OPEN: "yes", KEY: pulumi.secret("s"), LATER: pulumi.output("o"), "a/b~": pulumi.secret("t") },
          description: pulumi.secret("d"),
          tags: { a: "b" },
        }),
    );
    expect(the(declared, "ServingEndpoint").inputs.__secrets).toEqual([
      "description",
      "environment/KEY",
      "environment/a~1b~0",
    ]);
  });

  it("does not ask Pulumi about arguments that hold nothing to wait for", async () => {
    const declared = await declare(
      () => new AuthPolicy("x", { systemResources: [{ kind: "table", name: "a.b.c" }], userApiScopes: ["sql"] }),
    );
    expect(Object.keys(the(declared, "AuthPolicy").inputs).sort()).toEqual([
      "__provider",
      "__urn",
      "systemResources",
      "userApiScopes",
    ]);
  });

  it.each([
    ["an output", () => [pulumi.secret({ kind: "table", name: "a.b.c" })], "systemResources/0"],
    ["a promise of one", () => Promise.resolve([{ kind: "table", name: pulumi.secret("a.b.c") }]), "systemResources"],
    ["deep in a list", () => [{ kind: "table", name: pulumi.secret("a.b.c") }], "systemResources/0/name"],
  ])("finds a secret that is %s", async (_how, make, path) => {
    const declared = await declare(() => new AuthPolicy("x", { systemResources: make() }));
    expect(the(declared, "AuthPolicy").inputs.__secrets).toEqual([path]);
  });

  it("is read by id where it is got", async () => {
    const declared = await declare(() => {
      AuthPolicy.get("a", "m-1");
      LoggedAgent.get("b", "12/support");
      RegisteredModel.get("c", "main.a.b");
      ServingEndpoint.get("d", "endpoint");
    });
    expect(declared.map(({ id }) => id).sort()).toEqual(["12/support", "endpoint", "m-1", "main.a.b"]);
  });

  it("can live in another workspace, whose settings hold no credential", async () => {
    const declared = await declare(() => {
      const workspace = new Workspace("staging", { host: "https://staging", tokenEnv: "STAGING_TOKEN" });
      return new AuthPolicy("x", {}, { workspace });
    });
    const [provider] = declared.filter(({ type }) => type === "pulumi:providers:pulumi-nodejs");
    expect(provider?.inputs).toEqual({
      "mlflow-agents:host": "https://staging",
      "mlflow-agents:tokenEnv": "STAGING_TOKEN",
    });
    expect(the(declared, "AuthPolicy").provider).toMatch(/::staging::staging-id$/);
  });
});

describe("an output that the state does not hold", () => {
  const makers: [string, string, () => pulumi.Resource][] = [
    ["LoggedAgent", "modelId", () => new LoggedAgent("x", { code: "agent.py" })],
    ["RegisteredModel", "status", () => new RegisteredModel("x", { name: "a", agent: "m-1" })],
    ["ServingEndpoint", "endpointId", () => new ServingEndpoint("x", { model: "models:/a/1" })],
  ];
  /** The outputs of the resource that a preview does not know, and those that it knows as undefined. */
  async function previewed(type: string, make: () => pulumi.Resource, recorded: Record<string, unknown>) {
    const resource: { made?: pulumi.Resource } = {};
    await declare(() => (resource.made = make()), { [type]: recorded }, true);
    const [unknown, absent]: [string[], string[]] = [[], []];
    for (const [name, output] of Object.entries(resource.made ?? {})) {
      if (!pulumi.Output.isInstance(output) || name === "urn" || name === "id") continue;
      const { isKnown, promise } = output as unknown as { isKnown: Promise<boolean>; promise(): Promise<unknown> };
      if (!(await isKnown)) unknown.push(name);
      else if ((await promise()) === undefined) absent.push(name);
    }
    return { unknown, absent };
  }

  it.each(makers)("of a %s is undefined in a preview where the state is known", async (type, always, make) => {
    const { unknown, absent } = await previewed(type, make, { [always]: "x" });
    expect(unknown).toEqual([]);
    expect(absent.length).toBeGreaterThan(3);
  });

  it.each(makers)("of a %s is unknown in a preview where the state is not", async (type, always, make) => {
    const { unknown } = await previewed(type, make, {});
    expect(unknown).toContain(always);
    expect(unknown.length).toBeGreaterThan(3);
  });

  it("is what the state says where it holds it, unknown parts too", async () => {
    const make = () => new ServingEndpoint("x", { model: "models:/a/1" });
    const recorded = { inferenceTable: "a.b.c", invocationsUrl: pulumi.output("https://x") };
    const { unknown, absent } = await previewed("ServingEndpoint", make, recorded);
    expect([...unknown, ...absent]).not.toContain("inferenceTable");
    expect(unknown).toContain("endpointId");
  });
});

describe("the document of a policy", () => {
  const document = { system_auth_policy: {}, user_auth_policy: { api_scopes: ["sql"] } };

  it.each([
    ["as this release records it", JSON.stringify(document)],
    ["as earlier ones did", document],
  ])("is an object, %s", async (_how, recorded) => {
    let found: Promise<unknown> | undefined;
    await declare(
      () => {
        const access = new AuthPolicy("x", { userApiScopes: ["sql"] });
        found = new Promise((resolve) => access.document.apply(resolve));
      },
      { AuthPolicy: { document: recorded } },
    );
    expect(await found).toEqual(document);
  });
});

describe("resources as arguments of others", () => {
  it("hand on what a preview knows", async () => {
    const declared = await declare(() => {
      const access = new AuthPolicy("access", { userApiScopes: ["sql"], systemResources: [table("a.b.c")] });
      const agent = new LoggedAgent("agent", { code: "agent.py", authPolicy: access });
      const model = new RegisteredModel("model", { name: "a.b.m", agent });
      return new ServingEndpoint("endpoint", { model, environment: { ID: agent.modelId } });
    }, outputs);
    expect(the(declared, "LoggedAgent").inputs.authPolicy).toEqual({
      systemResources: [{ kind: "table", name: "a.b.c" }],
      userApiScopes: ["sql"],
    });
    expect(the(declared, "RegisteredModel").inputs.agent).toEqual({ modelId: "m-1", digest: "d" });
    const endpoint = the(declared, "ServingEndpoint").inputs;
    expect(endpoint.model).toMatchObject({ name: "a.b.m", version: "3" });
    expect(endpoint.environment).toEqual({ ID: "m-1" });
  });

  it("may be written out instead", async () => {
    const declared = await declare(() => {
      new LoggedAgent("agent", { code: "agent.py", authPolicy: { userApiScopes: ["sql"] } });
      new RegisteredModel("model", { name: "m", agent: pulumi.output("models:/m-2") });
      return new ServingEndpoint("endpoint", {
        servedEntities: [{ model: "models:/m/1" }, { model: { name: "m", version: 2 }, scaleToZero: true }],
      });
    });
    expect(the(declared, "LoggedAgent").inputs.authPolicy).toEqual({ userApiScopes: ["sql"] });
    expect(the(declared, "RegisteredModel").inputs.agent).toBe("models:/m-2");
    expect(the(declared, "ServingEndpoint").inputs.servedEntities).toEqual([
      { model: "models:/m/1" },
      { model: { name: "m", version: 2 }, scaleToZero: true },
    ]);
  });

  it("stand for themselves in served entities too", async () => {
    const declared = await declare(() => {
      const model = new RegisteredModel("model", { name: "a.b.m", agent: "m-1" });
      return new ServingEndpoint("endpoint", { servedEntities: [{ name: "new", model }] });
    }, outputs);
    expect(the(declared, "ServingEndpoint").inputs.servedEntities).toMatchObject([
      { name: "new", model: { name: "a.b.m", version: "3" } },
    ]);
  });
});

describe("outputs", () => {
  it("are there, and no field of the class hides them", async () => {
    const values = new Map<string, unknown>();
    await declare(async () => {
      const agent = new LoggedAgent("agent", { code: "agent.py" });
      for (const name of ["modelId", "digest"] as const) {
        values.set(name, await new Promise((resolve) => agent[name].apply(resolve)));
      }
    }, outputs);
    expect(Object.fromEntries(values)).toEqual(outputs.LoggedAgent);
  });
});

describe("what an agent may use", () => {
  const kinds = [
    [servingEndpoint, "servingEndpoint", { name: "n", id: "i" }, "n"],
    [vectorSearchIndex, "vectorSearchIndex", { name: "n", id: "i" }, "n"],
    [sqlWarehouse, "sqlWarehouse", { name: "n", id: "i" }, "i"],
    [ucFunction, "function", { fullName: "f", name: "n", id: "i" }, "f"],
    [genieSpace, "genieSpace", { spaceId: "s", id: "i" }, "s"],
    [ucConnection, "ucConnection", { name: "n", id: "i" }, "n"],
    [table, "table", { id: "a.b.c", name: "c" }, "a.b.c"],
    [app, "app", { name: "n", id: "i" }, "n"],
    [lakebase, "lakebase", { name: "n" }, "n"],
    [ucModelService, "ucModelService", { fullName: "f", name: "n" }, "f"],
  ] as const;

  it.each(kinds)("%o is named by a text, or by the resource that makes it", async (use, kind, resource, name) => {
    expect(use("given")).toEqual({ kind, name: "given" });
    expect(use(resource, { onBehalfOfUser: true })).toEqual({ kind, name, onBehalfOfUser: true });
    expect(await settled(use(pulumi.output("later")).name)).toBe("later");
    expect(await settled(use(Promise.resolve("later")).name)).toBe("later");
    // The result of a look-up is an output of an object.
    expect(await settled(use(pulumi.output<Record<string, unknown>>(resource)).name)).toBe(name);
  });

  it.each([ucFunction, table, ucModelService])("%o puts catalog and schema before a bare name", async (use) => {
    const parts = { name: "c", catalogName: pulumi.output("a"), schemaName: "b", id: pulumi.output("later") };
    expect(await settled(use(parts).name)).toBe("a.b.c");
  });

  /** A resource of another package. */
  class Other extends pulumi.CustomResource {
    constructor(type: string, name: string, props: Record<string, unknown>) {
      super(type, name, props);
    }
  }

  it("takes the right output of a resource of @pulumi/databricks", async () => {
    const declared = await declare(() => {
      const index = {
        __pulumiType: "databricks:index/vectorSearchIndex:VectorSearchIndex",
        name: pulumi.output("main.kb.docs"),
      };
      const warehouse = new Other("databricks:index/sqlEndpoint:SqlEndpoint", "small", { name: "Small" });
      const tickets = { name: "tickets", catalogName: "main", schemaName: "support" };
      const access = new AuthPolicy("access", {
        systemResources: [
          vectorSearchIndex(index),
          sqlWarehouse(warehouse as unknown as Record<string, unknown>),
          table(tickets),
        ],
      });
      return access;
    });
    expect(the(declared, "AuthPolicy").inputs.systemResources).toEqual([
      { kind: "vectorSearchIndex", name: "main.kb.docs" },
      { kind: "sqlWarehouse", name: "small-id" },
      { kind: "table", name: "main.support.tickets" },
    ]);
  });

  it("waits for an id that a preview does not know", async () => {
    await declare(() => {
      const { name } = sqlWarehouse({ id: pulumi.output(pulumi.unknown) });
      expect(pulumi.Output.isInstance(name)).toBe(true);
    });
  });

  it.each([
    [
      () => vectorSearchIndex({ __pulumiType: "databricks:index/sqlEndpoint:SqlEndpoint", name: "Small" }),
      /^vectorSearchIndex\(\) was given a SqlEndpoint: that is for sqlWarehouse\(\)\.$/,
    ],
    [
      () => servingEndpoint({ __pulumiType: `${token}LoggedAgent`, name: "a" }),
      /was given a LoggedAgent, which no agent uses/,
    ],
    [
      () => genieSpace({ title: "Sales" }),
      /^genieSpace\(\) takes a name, or an object with `spaceId` or `id`, and was given one with title\.$/,
    ],
    [() => ucFunction({}), /^ucFunction\(\) takes .* one with nothing in it\.$/],
    [() => table(7 as unknown as string), /^table\(\) takes a name or what has it, and was given 7\.$/],
  ])("says what was given where it is the wrong thing: %o", (make, message) => {
    expect(make).toThrow(message);
  });
});

describe("API scopes", () => {
  it("are offered by name, all that are known", () => {
    expect(Object.values(apiScopes).sort()).toEqual([...knownScopes].sort());
  });

  it("say in their documentation what they let an agent do", () => {
    const text = readFileSync(join("sdk", "apiScopes.ts"), "utf8");
    for (const [scope, { means }] of Object.entries(scopeTable)) {
      const line = text.split("\n").findIndex((one) => one.endsWith(`"${scope}",`));
      expect(text.split("\n")[line - 1]?.toLowerCase()).toContain(means.toLowerCase());
    }
  });

  it("can be asked for as those that the things need", async () => {
    const declared = await declare(
      () => new AuthPolicy("x", { userApiScopes: ["derived", apiScopes.sql, "brand.new"] }),
    );
    expect(the(declared, "AuthPolicy").inputs.userApiScopes).toEqual(["derived", "sql", "brand.new"]);
  });
});
