import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { echoAgent } from "../support/agents.js";
import { Project } from "../support/engine.js";

/** What other providers would make, over the workspace's own routes: its name is known in a preview, and it is not there. */
const others = `const pulumi = require("@pulumi/pulumi");
const call = async (path, body) => {
  const headers = { authorization: "Bearer " + process.env.DATABRICKS_TOKEN };
  const answer = await fetch(process.env.DATABRICKS_HOST + path, { method: "POST", headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(path + ": " + (await answer.text()));
};
class Made extends pulumi.dynamic.Resource {
  constructor(name, args, opts) {
    super({ create: async (inputs) => { await call(inputs.path, inputs.body); return { id: inputs.name, outs: inputs }; } }, name, args, opts);
  }
}
`;

const program = (key: string) => `${others}
const { LoggedAgent, RegisteredModel, ServingEndpoint, secretRef } = require("pulumi-mlflow-agents");
const scope = new Made("scope", { name: "own-scope", path: "/api/2.0/secrets/scopes/create", body: { scope: "own-scope" } });
const body = { scope: scope.name, key: "crm", string_value: pulumi.secret("t0k3n-of-the-crm") };
const secret = new Made("secret", { name: "crm", path: "/api/2.0/secrets/put", body }, { additionalSecretOutputs: ["body"] });
const schemaBody = { name: "brandnew", catalog_name: "main" };
const schema = new Made("schema", { name: "brandnew", path: "/api/2.1/unity-catalog/schemas", body: schemaBody });
const agent = new LoggedAgent("fresh", { code: "agent.py" });
const name = pulumi.interpolate\`main.\${schema.name}.fresh\`;
const model = new RegisteredModel("fresh", { name, agent, aliases: { champion: "latest" }, forceDestroy: true });
const from = pulumi.interpolate\`models:/\${name}@champion\`;
const copy = pulumi.interpolate\`main.\${schema.name}.copy\`;
const prod = new RegisteredModel("prod", { name: copy, from, forceDestroy: true }, { dependsOn: [model] });
new ServingEndpoint("fresh", {
  name: "same-program",
  model: prod,
  environment: { CRM: secretRef(scope.name, "${key}") },
  aiGateway: { inferenceTable: { catalog: "main", schema: schema.name } },
  tracing: { experiment: "/Shared/sameprogram-dev", prove: "off" },
}, { dependsOn: [secret] });
`;

describe("what the same program makes", () => {
  let project: Project;
  beforeAll(async () => {
    project = await Project.create("sameprogram", { "index.js": program("crm"), "agent.py": echoAgent("one") });
  });
  afterAll(() => project.remove());

  it("is no fault of a preview, which says what is not there yet, and one update makes all of it", async () => {
    const text = await project.previewText();
    for (const absent of [
      'name: Unity Catalog has no schema "main.brandnew".',
      'environment.CRM: there is no secret scope "own-scope" in the workspace.',
      'tracing.experiment: there is no experiment "/Shared/sameprogram-dev" in the workspace.',
    ]) {
      expect(text).toContain(`${absent} If this program makes it, all is well;`);
    }
    // The alias that the other model is copied from is this program's too: its content is known.
    expect(new Set(text.match(/(?<=digest *: ")[0-9a-f]{64}(?=")/g)).size).toBe(1);
    expect(text).not.toContain("from:");
    await project.up();
    const endpoint = await project.resource("ServingEndpoint");
    const { experimentId } = (await project.resource("LoggedAgent")).outputs;
    expect(endpoint.outputs).toMatchObject({ state: "READY", environment: { MLFLOW_EXPERIMENT_ID: experimentId } });
    expect(JSON.stringify(await project.resources())).not.toContain("__preview");
  });

  it("is settled with that: nothing to do, before and after a refresh", async () => {
    expect(await project.preview()).toEqual([]);
    expect(await project.up()).toMatch(/Resources:\n\s+\d+ unchanged/);
    expect(await project.preview("--refresh")).toEqual([]);
  });

  it("moves an alias in one update, and the copy is previewed as it is run", async () => {
    project.write("agent.py", echoAgent("two"));
    const steps = await project.preview();
    const of = (name: string) => steps.find(({ urn }) => urn.endsWith(name))?.paths;
    expect(of("RegisteredModel::prod")).toContain("source.digest");
    expect(of("ServingEndpoint::fresh")).toContain("model.digest");
    await project.up();
    const [model, prod] = [
      await project.resource("RegisteredModel", "fresh"),
      await project.resource("RegisteredModel", "prod"),
    ];
    expect(prod.outputs).toMatchObject({ version: "2", digest: model.outputs.digest });
    expect(await project.preview()).toEqual([]);
  });

  it("and what nobody makes stops the update before the endpoint is touched, with all that is missing and the way out", async () => {
    project.write("index.js", program("crn"));
    expect(await project.previewText()).toContain('the scope "own-scope" holds no secret "crn". Did you mean "crm"?');
    const { code, output } = await project.run("up", "--yes", "--skip-preview");
    expect(code).not.toBe(0);
    expect(output).toContain('environment.CRM: the scope "own-scope" holds no secret "crn". Did you mean "crm"?');
    expect(output).toMatch(/Nothing of the endpoint was made or changed\. Make it first\./);
    expect((await project.resource("ServingEndpoint")).outputs).toMatchObject({ state: "READY" });
    project.write("index.js", program("crm"));
    expect(await project.preview()).toEqual([]);
  });
});
