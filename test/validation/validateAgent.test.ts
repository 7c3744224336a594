import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, readdir, realpath, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { AgentSource } from "../../provider/modelPackage/index.js";
import { thisHost } from "../../provider/validation/host.js";
import {
  type ValidationOptions,
  type ValidationRequest,
  validateAgent,
  validationProblem,
} from "../../provider/validation/index.js";
import { run } from "../../provider/validation/run.js";
import { makeSandbox } from "../../provider/validation/sandbox.js";
import { folderWith, planOf } from "../conformance/folder.js";
import { isAlive } from "../support/alive.js";
import { testWorkspace } from "../workspace/harness.js";

// Real uv, real Python, real MLflow. All agents share one environment, made of the very releases that the set-up of this
// repository has fetched, so that nothing is downloaded.

const lock = path.join(__dirname, "..", "..", "workspace", "python", "requirements.lock.txt");
let folder = "";
let env: NodeJS.ProcessEnv = {};
/** What loading takes here and now, in seconds. */
let loading = 10;

beforeAll(async () => {
  folder = await realpath(await mkdtemp(path.join(os.tmpdir(), "validating-")));
  const python = process.env.MLFLOW_AGENTS_TEST_PYTHON ?? "";
  const made = path.join(python, "..", "..", "mlflow-agents-complete.json");
  const uv: unknown = existsSync(made) ? Reflect.get(JSON.parse(readFileSync(made, "utf8")), "uv") : "uv";
  env = {
    ...process.env,
    MLFLOW_AGENTS_CACHE: path.join(folder, "cache"),
    MLFLOW_AGENTS_UV: String(uv),
    DATABRICKS_TOKEN: "dapi-not-for-agents",
    API_KEY: "hunter2hunter2",
  };
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** An agent whose `predict` is `body`. */
function agent(body: string[], begin: string[] = [], more: string[] = []): string {
  const indented = body.map((line) => `        ${line}`);
  return [
    "import os, subprocess, sys, mlflow",
    ...begin,
    "class Agent(mlflow.pyfunc.ResponsesAgent):",
    "    def predict(self, request):",
    ...indented,
    ...more,
    "mlflow.models.set_model(Agent())",
    "",
  ].join("\n");
}

async function request(code: string, more: Partial<ValidationRequest> = {}): Promise<ValidationRequest> {
  const lines = readFileSync(lock, "utf8")
    .split("\n")
    .filter((line) => /^\w/.test(line));
  const base = await folderWith({ "agent.py": code, "constraints.txt": lines.join("\n") });
  const source: Partial<AgentSource> = { requirements: ["mlflow==3.17.2"], constraints: "constraints.txt" };
  return { plan: await planOf(base, source), mode: "predict", timeoutSeconds: 60, ...more };
}

async function tried(code: string, more: Partial<ValidationRequest> = {}, options: ValidationOptions = {}) {
  const result = await validateAgent(await request(code, more), { host: { ...thisHost(), env, folder }, ...options });
  return { result, text: result.ok ? "" : validationProblem(result).message };
}

describe("an agent is tried by real MLflow", () => {
  const item = 'self.create_text_output_item("hello", "1")';
  const streaming = [
    "    def predict_stream(self, request):",
    `        yield {"type": "response.output_item.done", "item": ${item}}`,
  ];
  const good = agent([`return {"output": [${item}]}`], [], streaming);

  test("a good one passes: loaded, asked, streamed; and costs nothing when it comes again", async () => {
    const shown: string[] = [];
    const { result } = await tried(good, {}, { progress: (message) => shown.push(message.replace(/ \(.*/, "")) });
    expect(result).toEqual({ ok: true, cached: false, warnings: [] });
    expect([...new Set(shown)]).toEqual([
      "validate: making the Python environment",
      "validate: loading the agent",
      "validate: asking the agent its example",
      "validate: asking the agent its example as a stream",
      "validate: passed",
    ]);
    const again = await request(good);
    const times: number[] = [];
    for (let round = 0; round < 9; round++) {
      const begin = performance.now();
      expect(await validateAgent(again, { host: { ...thisHost(), env, folder } })).toMatchObject({ cached: true });
      times.push(performance.now() - begin);
    }
    expect(times.sort((a, b) => a - b)[4]).toBeLessThan(5);
  });

  test("a module that no requirement brings is named, with the line that imports it", async () => {
    const begin = performance.now();
    const { result, text } = await tried(agent(["return {}"], ["import tavily_of_nobody.client"]), { mode: "load" });
    loading = (performance.now() - begin) / 1000;
    expect(result).toMatchObject({ stage: "load", exitCode: 1, error: { type: "ModuleNotFoundError" } });
    expect(text).toContain("agent.py, line 2: import tavily_of_nobody.client");
    expect(text).toContain("No requirement brings the module tavily_of_nobody: add its package to `requirements`.");
  });

  test("an error while it answers shows the agent's lines and its output, without the secret that it was given", async () => {
    const helper = ["def look(data):", "    return data['nothing']"];
    const code = agent(["print('the key is', os.environ['API_KEY'])", "return look({})"], helper);
    const { result, text } = await tried(code, { environmentVariables: ["API_KEY"] });
    expect(result).toMatchObject({ stage: "predict", summary: "KeyError: 'nothing'" });
    expect(text).toContain("  agent.py, line 7 in predict: return look({})\n  agent.py, line 3 in look: return data");
    expect(text).toContain("  | the key is [secret]");
    expect(text).not.toContain("hunter2");
  });

  test("an error of the stream is told as such, a client built too early with what to do", async () => {
    const late = ["    def predict_stream(self, request):", "        yield {}", "        raise ValueError('late')"];
    expect((await tried(agent(['return {"output": []}'], [], late))).result).toMatchObject({ stage: "stream" });
    const client = ["from databricks.sdk import WorkspaceClient", "client = WorkspaceClient()"];
    const { result, text } = await tried(agent(["return {}"], client), { mode: "load" });
    expect(result).toMatchObject({ stage: "load" });
    expect(text).toContain("agent.py, line 3: client = WorkspaceClient()");
    expect(text).toContain("Build clients inside of `predict`");
  });

  test("it sees no variable that was not declared, and its home is not the user's", async () => {
    const code = agent(["print(sorted(os.environ), os.path.expanduser('~'), os.getcwd())", "os._exit(7)"]);
    const { result } = await tried(code);
    expect(result).toMatchObject({
      stage: "predict",
      exitCode: 7,
      summary: "its process ended itself with exit code 7",
    });
    const output = result.ok ? "" : result.output;
    expect(output).toContain("'PATH'");
    expect(output).not.toContain("DATABRICKS");
    expect(output).not.toContain("API_KEY");
    expect(output).toContain("] home home");
  });

  test("it may write outside of its folder, and that is said; what it writes inside goes away", async () => {
    const outside = path.join(folder, "outside.txt");
    const writes = [`open(${JSON.stringify(outside)}, 'w').close()`, "open('inside.txt', 'w').close()"];
    const { result } = await tried(agent(['return {"output": []}'], writes));
    expect(result).toMatchObject({ ok: true, warnings: [expect.stringContaining(outside)] });
    expect(existsSync(outside)).toBe(true);
    expect((await readdir(folder)).sort()).toEqual(["cache", "outside.txt"]);
  });
});

describe("an agent that does not end", () => {
  const pids = () => readFileSync(path.join(folder, "pids.txt"), "utf8").trim().split("\n").map(Number);
  const endless = () => {
    const start = (more: string) => `a = subprocess.Popen(['sleep', '600']${more}).pid`;
    const note = `print(a, file=open(${JSON.stringify(path.join(folder, "pids.txt"))}, 'a'))`;
    const children = [start(""), note, start(", start_new_session=True"), note, note.replace("(a,", "(os.getpid(),")];
    return agent([...children, "while True:", "    pass"]);
  };
  const gone = async () => {
    expect(pids()).toHaveLength(3);
    for (const pid of pids()) await expect.poll(() => isAlive(pid), { timeout: 5000 }).toBe(false);
    await rm(path.join(folder, "pids.txt"));
  };

  test("is ended at the end of its time, with all its children, and the line where it was is shown", async () => {
    const timeoutSeconds = Math.ceil(1 + 2.5 * loading);
    const { result, text } = await tried(endless(), { timeoutSeconds });
    expect(result).toMatchObject({ stage: "predict", exitCode: null });
    expect(text).toContain(`not done after ${timeoutSeconds} s, and ended.\n  agent.py, line `);
    await gone();
  });

  test("is ended with all its children when the user cancels", async () => {
    const cancel = new AbortController();
    const watch = setInterval(() => {
      if (existsSync(path.join(folder, "pids.txt")) && pids().length === 3) cancel.abort();
    }, 50);
    await expect(tried(endless(), {}, { signal: cancel.signal })).rejects.toMatchObject({ code: "cancelled" });
    clearInterval(watch);
    await gone();
  });

  test("is ended when the provider dies, and its sandbox goes, which nobody else would remove", async () => {
    const sandbox = await makeSandbox((await request(endless())).plan, folder, undefined);
    const environments = path.join(folder, "cache", "validation", "environments");
    const [name = ""] = await readdir(environments);
    const cancel = new AbortController();
    // To the supervisor a cancelled run and a dead provider are the same: its standard input closes.
    const { code } = await run({
      program: path.join(environments, name, "bin", "python"),
      args: ["-I", sandbox.program, "supervise", sandbox.model, "load", "whole", "60", sandbox.stacks],
      cwd: sandbox.home,
      env: {},
      timeoutMs: 60_000,
      signal: cancel.signal,
      onReport: () => cancel.abort(),
    });
    expect(code).toBe(0);
    expect(existsSync(path.dirname(sandbox.model))).toBe(false);
  });
});

describe("the resolver, asked about requirements", () => {
  /** Writes wheels that hold nothing but what they say of themselves: uv then needs no index. */
  const wheels = `
import sys, zipfile
for name, version, needs in [("mlflow", "3.17.2", []), ("helper", "1.0", ["other<2"]), ("other", "2.0", []), ("other", "1.5", [])]:
    info = f"{name}-{version}.dist-info"
    with zipfile.ZipFile(f"{sys.argv[1]}/{name}-{version}-py3-none-any.whl", "w") as wheel:
        lines = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}", *(f"Requires-Dist: {one}" for one in needs)]
        wheel.writestr(f"{info}/METADATA", "\\n".join(lines) + "\\n")
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\\nGenerator: t\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr(f"{info}/RECORD", "")
`;
  const plan = async (requirements: string[]) =>
    planOf(await folderWith({ "agent.py": agent(["return None"]) }), { requirements });
  const asked = async (requirements: string[], more: NodeJS.ProcessEnv) => {
    const request: ValidationRequest = { plan: await plan(requirements), mode: "install" };
    return validateAgent(request, { host: { ...thisHost(), env: { ...env, ...more } } });
  };

  test("names what cannot be installed together, and tells no answer from a refusal", async () => {
    const local = await mkdtemp(path.join(folder, "wheels-"));
    const python = process.env.MLFLOW_AGENTS_TEST_PYTHON ?? "";
    const made = { program: python, args: ["-c", wheels, local], cwd: folder, env: process.env, timeoutMs: 60_000 };
    expect(await run(made)).toMatchObject({ code: 0 });
    const offline = { UV_OFFLINE: "1", UV_FIND_LINKS: local };
    expect(await asked(["mlflow", "helper"], offline)).toEqual({ ok: true, cached: false, warnings: [] });
    const refused = await asked(["mlflow", "helper==1.0", "other==2.0"], offline);
    expect(refused).toMatchObject({ ok: false, stage: "install", output: expect.stringMatching(/helper.*other/s) });
    // As pip does: with hashes, what is brought along needs one too.
    const hash = `--hash=sha256:${"0a".repeat(32)}`;
    const unhashed = await asked([`mlflow==3.17.2 ${hash}`, `helper==1.0 ${hash}`], offline);
    expect(unhashed).toMatchObject({ ok: false, stage: "install", output: expect.stringContaining("other") });
    // Nothing listens there; and an index that gives nothing is none.
    const nobody = { UV_DEFAULT_INDEX: "http://127.0.0.1:9/simple", UV_HTTP_RETRIES: "0", UV_NO_CACHE: "1" };
    expect(await asked(["mlflow", "openai==1.0.0"], nobody)).toMatchObject({ ok: true, unchecked: expect.any(String) });
    const empty = { UV_OFFLINE: "1", UV_NO_CACHE: "1" };
    expect(await asked(["mlflow", "openai==1.0.0"], empty)).toMatchObject({ ok: true, unchecked: expect.any(String) });
  });
});

test("with the deployer's credentials an agent asks the workspace's endpoints, without them it cannot", async () => {
  const workspace = await testWorkspace();
  onTestFinished(() => workspace.dispose());
  const asks = agent(
    [
      'url = os.environ["DATABRICKS_HOST"] + "/serving-endpoints/databricks-claude-sonnet-4/invocations"',
      'body = json.dumps({"messages": [{"role": "user", "content": "hello"}]}).encode()',
      'headers = {"authorization": "Bearer " + os.environ["DATABRICKS_TOKEN"], "content-type": "application/json"}',
      "answer = json.load(urllib.request.urlopen(urllib.request.Request(url, body, headers)))",
      'text = answer["choices"][0]["message"]["content"]',
      'assert text.startswith("[local stand-in for databricks-claude-sonnet-4]"), text',
      'return {"output": [self.create_text_output_item(text, "1")]}',
    ],
    ["import json, urllib.request"],
  );
  const credentials = { DATABRICKS_HOST: workspace.host, DATABRICKS_TOKEN: workspace.token };
  expect((await tried(asks, { credentials })).text).toBe("");
  const { result, text } = await tried(asks);
  expect(result).toMatchObject({ ok: false, stage: "predict" });
  expect(text).toContain("DATABRICKS_HOST");
});
