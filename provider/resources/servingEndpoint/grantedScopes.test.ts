import { beforeEach, describe, expect, it } from "vitest";
import { noWaiting, one, two, world } from "../../../test/serving/support/endpoint.js";

beforeEach(noWaiting);

const mlmodel = (scopes: string[]) => `flavors: {}
auth_policy:
  system_auth_policy: {}
  user_auth_policy:
    api_scopes: ${JSON.stringify(scopes)}
`;

/** An endpoint whose versions 1 and 2 declare scopes in their MLmodel files. */
function declaring(first: string[], second: string[] = first) {
  const made = world();
  const put = (version: number, text: string) =>
    made.workspace.files.content.set(`Models/main/agents/support/${version}/MLmodel`, Buffer.from(text));
  put(1, mlmodel(first));
  put(2, mlmodel(second));
  const reads = () => made.workspace.calls.filter((call) => call.includes("MLmodel")).length;
  return { ...made, put, reads, granted: (scopes: string[] | undefined) => (made.workspace.serving.scopes = scopes) };
}

describe("dbdemos 218, databricks-ai-bridge 196: the scopes that an endpoint was granted", () => {
  it("that are what its model asks for are an output, and nothing is said", async () => {
    const { up, engine, granted, settled } = declaring(["sql", "dashboards.genie"]);
    granted(["dashboards.genie", "sql"]);
    await up({ model: one });
    expect(engine.log).toEqual([]);
    expect(engine.state?.outputs.grantedScopes).toEqual(["dashboards.genie", "sql"]);
    await settled({ model: one });
    expect(engine.log).toEqual([]);
  });

  it.each([[["sql"]], [undefined]])(
    "that are fewer than its model asks for are told after the deployment: %j",
    async (scopes) => {
      const { up, engine, granted } = declaring(["sql", "dashboards.genie"]);
      granted(scopes);
      expect((await up({ model: one })).message).toBe("");
      const missing = scopes === undefined ? "dashboards.genie, sql" : "dashboards.genie";
      const words = `grantedScopes: main.agents.support/1 asks for user API scopes that the endpoint "agents_main-agents-support" was not granted: ${missing}.`;
      expect(engine.log).toEqual([expect.stringContaining(words)]);
    },
  );

  it("that are wider than what its model asks for are enough", async () => {
    const { up, engine, granted } = declaring(["sql.statement-execution"]);
    granted(["sql"]);
    await up({ model: one });
    expect(engine.log).toEqual([]);
  });

  it("that change behind Pulumi's back are told in words by a refresh", async () => {
    const { up, engine, granted } = declaring(["sql"]);
    granted(["sql"]);
    await up({ model: one });
    granted(["genie"]);
    await engine.refresh();
    expect(engine.log).toEqual([
      'warning: grantedScopes: since it was last looked at, the endpoint "agents_main-agents-support" lost sql and gained genie.',
      expect.stringMatching(/was not granted: sql\. What the agent does with them on behalf of a user will be refused/),
    ]);
    expect(engine.state?.outputs.grantedScopes).toEqual(["genie"]);
    // What was granted more, and nobody asked for, is told once.
    engine.log.length = 0;
    granted(["genie", "sql"]);
    await engine.refresh();
    expect(engine.log).toEqual([expect.stringMatching(/gained sql\.$/)]);
    engine.log.length = 0;
    await engine.refresh();
    expect(engine.log).toEqual([]);
  });

  it("are compared with the version that is served, whose file is read once", async () => {
    const { up, engine, granted, reads } = declaring(["sql"], ["sql", "genie"]);
    granted(["sql"]);
    await up({ model: one });
    expect(reads()).toBe(1);
    await engine.refresh();
    await up({ model: one, tags: { a: "b" } });
    expect(reads()).toBe(1);
    await up({ model: two });
    expect(reads()).toBe(2);
    expect(engine.log).toEqual([expect.stringMatching(/support\/2 asks for .* was not granted: genie/)]);
  });

  it("of a model whose files may not be read are left alone, and it is not asked again", async () => {
    const { up, engine, granted, reads, workspace } = declaring(["sql"]);
    workspace.files.content.clear();
    granted(["sql"]);
    await up({ model: one });
    expect(engine.log).toEqual([]);
    const before = reads();
    await engine.refresh();
    expect(reads()).toBe(before);
    expect(engine.log).toEqual([]);
  });
});
