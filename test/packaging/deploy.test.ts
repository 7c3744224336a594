import { mkdirSync, readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { Consumer, root } from "./consumer.js";

// The quickstart as a user of the published package has it: in an own folder, deployed by the real engine to a local
// workspace that the package's own command starts.
const folder = inject("installed");
const consumer = new Consumer(folder, {
  MLFLOW_AGENTS_HOME: `${folder}/local-data`,
  PULUMI_BACKEND_URL: pathToFileURL(`${folder}/state`).href,
  PULUMI_CONFIG_PASSPHRASE: "test",
  PULUMI_STACK: "dev",
});

const pulumi = (...args: string[]) => consumer.succeed("pulumi", ...args, "--non-interactive");

beforeAll(async () => {
  mkdirSync(consumer.at("state"));
  for (const name of ["agent.py", "tools", "requirements.txt", "index.ts"])
    consumer.copy(`examples/quickstart/${name}`, name);
  consumer.write("Pulumi.yaml", "name: consumer\nruntime: nodejs\nconfig:\n  mlflow-agents:host: local\n");
  consumer.write("tsconfig.json", {
    compilerOptions: { strict: true, module: "commonjs", moduleResolution: "node", target: "es2020" },
  });
  await consumer.succeed("mlflow-agents", "workspace", "start");
});

afterAll(async () => {
  await consumer.run("pulumi", "destroy", "--yes", "--skip-preview", "--non-interactive");
  await consumer.run("mlflow-agents", "workspace", "stop");
});

interface Answer {
  output: { content: { text: string }[] }[];
}

describe("the published package", () => {
  it("deploys the quickstart, answers, changes nothing the second time, and is gone after destroy", async () => {
    await pulumi("stack", "init", "dev");
    const preview = await pulumi("preview");
    expect(preview).toMatch(/5 to create/);
    await pulumi("up", "--yes", "--skip-preview");
    const { url } = JSON.parse(await pulumi("stack", "output", "--json"));

    const { host, token } = JSON.parse(readFileSync(consumer.at("local-data/workspace/connection.json"), "utf8"));
    expect(url.startsWith(host)).toBe(true);
    const response = await fetch(url, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify({ input: [{ role: "user", content: "Where is my parcel?" }] }),
    });
    expect(response.status).toBe(200);
    const answer = (await response.json()) as Answer;
    expect(answer.output[0]?.content[0]?.text).toMatch(/\w+/);

    expect(await pulumi("preview", "--expect-no-changes")).toMatch(/5 unchanged/);
    const state = await pulumi("stack", "export");
    expect(state).toContain('require(\\"pulumi-mlflow-agents/provider\\").servingEndpoint');
    expect(state).not.toContain(token);
    expect(state).not.toContain(root);

    await pulumi("destroy", "--yes", "--skip-preview");
    const gone = await fetch(url, { method: "POST", headers: { authorization: `Bearer ${token}` }, body: "{}" });
    expect(gone.status).toBe(404);
  });
});
