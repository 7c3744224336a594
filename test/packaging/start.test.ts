import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Consumer, root } from "./consumer.js";

// What a newcomer does, in a copy of this checkout: `npm start`, once more, after every kind of broken run, and stop.
const checkout = new Consumer("checkout", { MLFLOW_AGENTS_HOME: undefined });
const local = (...parts: string[]) => checkout.at(".mlflow-agents", ...parts);
const stacks = (...parts: string[]) => local("pulumi/.pulumi", ...parts);
const npm = (...args: string[]) => checkout.run("npm", ...args);

beforeAll(() => {
  // What is or would be committed; nothing that a run made.
  const list = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "-z"], { cwd: root });
  for (const path of list.toString().split("\0").filter(Boolean)) checkout.copy(path, path);
});

afterAll(async () => {
  // Whoever started it: a test that failed half-way must leave no process behind.
  await checkout.run("mlflow-agents", "workspace", "stop");
  checkout.remove();
});

const workspaceProcess = () => JSON.parse(readFileSync(local("workspace/connection.json"), "utf8")).pid as number;

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Replaces text in a file of the copy, and fails where it is not there. */
function edit(path: string, from: string | RegExp, to: string): void {
  const text = readFileSync(checkout.at(path), "utf8");
  const changed = text.replace(from, to);
  expect(changed).not.toBe(text);
  writeFileSync(checkout.at(path), changed);
}

/** Runs `npm start` and expects an answer. */
async function start(): Promise<string> {
  const { code, output } = await npm("start");
  expect(output).toMatch(/answer +\S/);
  expect(code).toBe(0);
  return output;
}

describe("npm start", () => {
  it("sets up, deploys, asks and says where everything is", async () => {
    const output = await start();
    for (const name of [
      "npm dependencies",
      "build",
      "Pulumi CLI",
      "Python with MLflow",
      "local workspace",
      "pulumi up",
    ]) {
      expect(output).toMatch(new RegExp(`✓ ${name} +[\\d.]+ (s|min)`));
    }
    expect(output).toMatch(/LoggedAgent +support +created/);
    expect(output).toMatch(/endpoint +http:\/\/127\.0\.0\.1:\d+\/\S+\/invocations/);
    const link = /trace +(http:\/\/127\.0\.0\.1:\d+)\/ml\/experiments\/\d+\/traces\?selectedEvaluationId=(tr-\w+)/.exec(
      output,
    );
    const { token } = JSON.parse(readFileSync(local("workspace/connection.json"), "utf8"));
    const headers = { authorization: `Bearer ${token}` };
    const trace = await fetch(`${link?.[1]}/api/3.0/mlflow/traces/${link?.[2]}`, { headers });
    expect(trace.status).toBe(200);
    expect(output).toContain("npm run pulumi -- preview --diff");
  });

  it("changes nothing the second time, and is there in 30 s", async () => {
    const before = workspaceProcess();
    const begin = Date.now();
    expect(await start()).toMatch(/✓ pulumi up .*nothing to change/);
    expect(Date.now() - begin).toBeLessThan(30_000);
    expect(workspaceProcess()).toBe(before);
  });

  it("shows what a change of the agent would do, by the command that it names", async () => {
    edit("examples/quickstart/agent.py", "\n\nset_model(", "\n\n# changed\nset_model(");
    const { code, output } = await npm("run", "pulumi", "--", "preview", "--diff");
    edit("examples/quickstart/agent.py", "# changed\n", "");
    expect(code).toBe(0);
    expect(output).toContain("agent.py");
    const after = await npm("run", "pulumi", "--", "preview", "--expect-no-changes");
    expect(after.code).toBe(0);
  });

  it("refuses the agent whose permission is taken away, shows how it would fail, and gives it back", async () => {
    const program = "examples/quickstart/index.ts";
    const allowed =
      'authPolicy: access,\n  allow: [{ finding: "undeclared-use", resource: llm, reason: "to see it fail" }],';
    edit(program, "systemResources: [servingEndpoint(llm)]", "systemResources: []");
    const refused = await npm("start");
    edit(program, "authPolicy: access,", allowed);
    const failing = await npm("start");
    edit(program, allowed, "authPolicy: access,");
    edit(program, "systemResources: []", "systemResources: [servingEndpoint(llm)]");
    expect(refused.output).toMatch(/agent\.py:\d+:\d+: the serving endpoint `databricks-claude-sonnet-4` is used here/);
    expect(refused.code).toBe(1);
    expect(failing.output).toMatch(/✗ The endpoint answered with status 4\d\d/);
    expect(failing.output).toContain("databricks-claude-sonnet-4");
    expect(failing.code).toBe(1);
    // Content that was logged before is used again.
    expect(await start()).toMatch(/LoggedAgent +support +updated/);
  });

  it("works after a run that was killed in every place at once", async () => {
    process.kill(workspaceProcess(), "SIGKILL");
    rmSync(checkout.at("node_modules/.package-lock.json"));
    rmSync(checkout.at("node_modules/zod"), { recursive: true });
    rmSync(checkout.at("dist/sdk/index.js"));
    const project = readdirSync(stacks("stacks"))[0] ?? "";
    checkout.write(join(".mlflow-agents/pulumi/.pulumi/locks/organization", project, "local", "0.json"), {
      pid: 2 ** 30,
      username: "someone",
      hostname: hostname(),
      timestamp: "2020-01-01T00:00:00Z",
    });
    truncateSync(stacks("stacks", project, "local.json"), 100);
    const output = await start();
    expect(output).toContain("released the lock of a run that was killed");
    expect(output).toContain("restored the stack's state from its backup");
  });

  it("makes again what is gone when the workspace's data was deleted, and a write of the state was cut off", async () => {
    await npm("run", "stop");
    const project = readdirSync(stacks("stacks"))[0] ?? "";
    // The state is whole, and what the backend writes beside it is not yet.
    for (const name of ["local.json.attrs", "local.json.bak.attrs"]) truncateSync(stacks("stacks", project, name), 0);
    rmSync(local("workspace"), { recursive: true });
    expect(await start()).toMatch(/ServingEndpoint +support +created/);
  });

  it("finishes what a run that was killed in the middle of `pulumi up` had begun", async () => {
    await npm("run", "stop");
    rmSync(local(), { recursive: true });
    const killed = checkout.run("npm", "start");
    for (let pid: number | undefined; pid === undefined; ) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      pid = lockHolder();
      if (pid !== undefined) process.kill(pid, "SIGKILL");
    }
    expect((await killed).code).toBe(1);
    await start();
    expect(await start()).toMatch(/nothing to change/);
  });

  it("says what is wrong with the program, without a stack trace", async () => {
    edit("examples/quickstart/index.ts", 'code: "agent.py"', 'code: "agnet.py"');
    const { code, output } = await npm("start");
    edit("examples/quickstart/index.ts", 'code: "agnet.py"', 'code: "agent.py"');
    expect(code).toBe(1);
    expect(output).toContain("agnet.py");
    expect(output).toContain("→");
    expect(output).not.toMatch(/^\s+at .*:\d+/m);
  });
});

/** The process that holds the stack's lock while it works, a second into its work. */
function lockHolder(): number | undefined {
  try {
    const folder = stacks("locks/organization");
    const [path] = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".json"));
    if (path === undefined) return undefined;
    const created = readFileSync(local("pulumi/events.jsonl"), "utf8").includes('"op":"create"');
    return created ? JSON.parse(readFileSync(join(folder, path), "utf8")).pid : undefined;
  } catch {
    return undefined;
  }
}

describe("npm run stop", () => {
  it("ends the workspace that npm start started, and says so", async () => {
    const pid = workspaceProcess();
    const { code, output } = await npm("run", "stop");
    expect(code).toBe(0);
    expect(output).toContain(`process ${pid}`);
    expect(runs(pid)).toBe(false);
    expect((await npm("run", "stop")).output).toContain("Nothing to stop");
  });

  it("leaves a workspace alone that someone else started", async () => {
    await checkout.succeed("mlflow-agents", "workspace", "start");
    const pid = workspaceProcess();
    expect((await npm("run", "stop")).output).toContain("left alone");
    expect(runs(pid)).toBe(true);
    await start();
    expect((await npm("run", "stop")).output).toContain("left alone");
    expect(runs(pid)).toBe(true);
    await checkout.succeed("mlflow-agents", "workspace", "stop");
    expect(runs(pid)).toBe(false);
  });
});
