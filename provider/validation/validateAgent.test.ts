import { mkdir, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { folderWith, planOf, smallAgent } from "../../test/conformance/folder.js";
import { runs, validationHost } from "../../test/support/validationHost.js";
import type { AgentSource } from "../modelPackage/index.js";
import { validationProblem } from "./describe.js";
import type { Command } from "./run.js";
import type { ValidationFailed, ValidationRequest } from "./types.js";
import { validateAgent } from "./validateAgent.js";

async function requestFor(
  given: Partial<AgentSource> = {},
  more: Partial<ValidationRequest> = {},
  code = smallAgent,
): Promise<ValidationRequest> {
  const folder = await folderWith({ "agent.py": code });
  return { plan: await planOf(folder, given), mode: "predict", ...more };
}

function tells(...reports: object[]) {
  return async ({ onReport }: Command) => {
    for (const report of reports) onReport?.(JSON.stringify(report));
    return { output: "" };
  };
}

const anError = { type: "KeyError", module: "builtins", missing: "", origin: "", explicit: false };

async function failed(request: ValidationRequest, host: Awaited<ReturnType<typeof validationHost>>) {
  const result = await validateAgent(request, { host });
  if (result.ok) throw new Error("it passed");
  return result satisfies ValidationFailed;
}

describe("an agent that passed", () => {
  test("costs nothing when it comes again, also for the lesser mode, and with a renewed credential", async () => {
    const host = await validationHost({ KEY: "first-value" });
    const request = await requestFor({}, { environmentVariables: ["KEY"] });
    expect(await validateAgent(request, { host })).toEqual({ ok: true, cached: false, warnings: [] });
    expect(runs(host)).toEqual(["uv venv", "uv pip", "agent"]);
    host.commands.length = 0;
    host.env.KEY = "second-value";
    expect(await validateAgent(request, { host })).toEqual({ ok: true, cached: true, warnings: [] });
    expect(await validateAgent({ ...request, mode: "load" }, { host })).toMatchObject({ ok: true, cached: true });
    expect(host.commands).toEqual([]);
  });

  test("is tried again when its content, the mode or its variables are others", async () => {
    const host = await validationHost({ KEY: "value" });
    const request = await requestFor({}, { mode: "load" });
    await validateAgent(request, { host });
    await validateAgent({ ...request, mode: "predict" }, { host });
    await validateAgent({ ...request, environmentVariables: ["KEY"] }, { host });
    delete host.env.KEY;
    await validateAgent({ ...request, environmentVariables: ["KEY"] }, { host });
    await validateAgent(await requestFor({}, { mode: "load" }, `${smallAgent}# changed\n`), { host });
    expect(runs(host).filter((one) => one === "agent")).toHaveLength(5);
  });

  test("says each time what it writes outside of its folder", async () => {
    const host = await validationHost();
    host.agent = tells({ wrote: "/var/lib/x" }, { passed: true }, { exit: 0 });
    const request = await requestFor();
    const first = await validateAgent(request, { host });
    expect(first.warnings).toEqual([expect.stringContaining("writes outside of its folder: /var/lib/x")]);
    expect(await validateAgent(request, { host })).toEqual({ ...first, cached: true });
  });

  test("has to say so and to end well: a process that ends in the middle did not pass", async () => {
    const host = await validationHost();
    host.agent = tells({ stage: "predict" }, { exit: 0 });
    expect(await failed(await requestFor(), host)).toMatchObject({ stage: "predict", exitCode: 0 });
    host.agent = tells({ passed: true }, { exit: -9 });
    expect(await failed(await requestFor(), host)).toMatchObject({
      summary: "its process was ended by signal 9",
      hint: expect.stringContaining("memory"),
    });
    host.agent = async () => ({ code: null, unstarted: "no such file" });
    expect(await failed(await requestFor(), host)).toMatchObject({ summary: "Python could not be started" });
  });
});

describe("an agent that failed", () => {
  test("is tried again each time", async () => {
    const host = await validationHost();
    host.agent = tells(
      { failed: { stage: "load", errors: [{ ...anError, message: "'x'", frames: [] }] } },
      { exit: 1 },
    );
    const request = await requestFor();
    expect(await failed(request, host)).toMatchObject({ stage: "load", exitCode: 1, summary: "KeyError: 'x'" });
    await failed(request, host);
    expect(runs(host).filter((one) => one === "agent")).toHaveLength(2);
  });

  test("shows what happened, where, what to do, and its output, without a secret that it was given", async () => {
    const host = await validationHost({ API_KEY: "hunter2hunter2" });
    const frame = { file: "agent.py", line: 3, function: "predict", text: "call('hunter2hunter2')" };
    const errors = [
      { ...anError, type: "MlflowException", module: "mlflow.exceptions", message: "", frames: [], explicit: true },
      {
        ...anError,
        type: "Unauthenticated",
        module: "databricks.sdk.errors",
        message: "key hunter2hunter2",
        frames: [frame],
      },
    ];
    host.agent = async (command) => {
      await tells({ stage: "predict" }, { failed: { stage: "predict", errors } }, { exit: 1 })(command);
      return { output: `sent hunter2hunter2 from ${command.args[2]}\n` };
    };
    const result = await failed(await requestFor({}, { environmentVariables: ["API_KEY"] }), host);
    expect(validationProblem(result)).toEqual({
      code: "invalidAgent",
      path: "validate",
      message: [
        "the agent does not answer its example: Unauthenticated: key [secret].",
        "  agent.py, line 3 in predict: call('[secret]')",
        result.hint,
        "The last lines of its output:",
        "  | sent [secret] from program.py",
      ].join("\n"),
    });
    expect(result.hint).toContain("environmentVariables");
    expect(JSON.stringify(result)).not.toContain("hunter2");
  });

  test("shows nothing that a terminal would obey", async () => {
    const host = await validationHost();
    host.agent = async () => ({ output: "\u001b[31mred\u001b[0m\n10 %\r20 %\r\nbell\u0007\u001b]0;title\n" });
    expect((await failed(await requestFor(), host)).output).toBe("red\n10 %\n20 %\nbell\ufffd\ufffd]0;title");
  });

  test("shows its files as the user names them", async () => {
    const host = await validationHost();
    const frames = ["agent.py", "code/tools/look.py", "gone.py"].map((file) => ({
      file,
      line: 1,
      function: "",
      text: "",
    }));
    host.agent = tells({ failed: { stage: "load", errors: [{ ...anError, message: "", frames }] } }, { exit: 1 });
    const folder = await folderWith({ "app/agent.py": smallAgent, "app/src/tools/look.py": "" });
    const plan = await planOf(folder, { code: "app/agent.py", codePaths: ["app/src/tools"] });
    const { frames: shown } = await failed({ plan, mode: "load" }, host);
    expect(shown.map(({ file }) => file)).toEqual(["app/agent.py", "app/src/tools/look.py", "gone.py"]);
  });

  test("that is not done in time shows where it was", async () => {
    const host = await validationHost();
    const frame = { file: "agent.py", line: 9, function: "predict", text: "while True:" };
    host.agent = tells({ stage: "predict" }, { timeout: [frame] }, { exit: null });
    const result = await failed(await requestFor({}, { timeoutSeconds: 7 }), host);
    expect(result).toMatchObject({ stage: "predict", summary: "not done after 7 s, and ended", frames: [frame] });
  });

  test("does not talk the report out of it: what is no report of the program is dropped", async () => {
    const host = await validationHost();
    host.agent = async ({ onReport }) => {
      for (const line of ["", "{", "[]", '{"stage":"elsewhere"}', '{"exit":"0"}']) onReport?.(line);
      return {};
    };
    expect(await failed(await requestFor(), host)).toMatchObject({ stage: "load", exitCode: null });
  });
});

describe("what the processes are given", () => {
  const own = {
    DATABRICKS_TOKEN: "t",
    AWS_SECRET_ACCESS_KEY: "s",
    PYTHONPATH: "/elsewhere",
    UV_INDEX_URL: "i",
    HOME: "/home/me",
    HTTPS_PROXY: "p",
    OPENAI_API_KEY: "k",
    INDEX_TOKEN: "x",
  };

  test("nothing is inherited but what is needed and declared; home and working folder are the sandbox", async () => {
    const host = await validationHost(own);
    await validateAgent(await requestFor({}, { environmentVariables: ["OPENAI_API_KEY", "UNSET"] }), { host });
    const agent = host.commands.find(({ args }) => args.includes("supervise"));
    const names = Object.keys(agent?.env ?? {}).sort();
    expect(names).toEqual(["HOME", "HTTPS_PROXY", "OPENAI_API_KEY", "PATH", "TMPDIR"]);
    expect(agent?.env.HOME).toBe(agent?.cwd);
    expect(agent?.cwd.startsWith(`${host.folder}${path.sep}mlflow-agents-`)).toBe(true);
  });

  test("the installer has the user's own settings of indexes, and variables that a requirement names", async () => {
    const host = await validationHost(own);
    // biome-ignore lint/suspicious/noTemplateCurlyInString: pip and uv put variables in, not JavaScript.
    const requirements = ["mlflow==3.17.2", "private @ https://user:${INDEX_TOKEN}@host.invalid/private.whl"];
    await validateAgent(await requestFor({ requirements }), { host });
    const pip = host.commands.find(({ args }) => args[0] === "pip");
    const names = Object.keys(pip?.env ?? {}).filter((name) => name in own);
    expect(names.sort()).toEqual(["HOME", "HTTPS_PROXY", "INDEX_TOKEN", "UV_INDEX_URL"]);
  });

  test("the sandbox holds the whole package, and is gone afterwards, also when it failed or was cancelled", async () => {
    const host = await validationHost();
    let seen: string[] = [];
    host.agent = async ({ args }) => {
      seen = await readdir(args[4] ?? "");
      return {};
    };
    await failed(await requestFor(), host);
    expect(seen.sort()).toEqual(
      ["MLmodel", "agent.py", "conda.yaml", "input_example.json", "python_env.yaml", "requirements.txt"].concat(
        "serving_input_example.json",
      ),
    );
    const cancel = new AbortController();
    host.agent = async () => {
      cancel.abort();
      return {};
    };
    await expect(validateAgent(await requestFor(), { host, signal: cancel.signal })).rejects.toMatchObject({
      code: "cancelled",
    });
    expect(await readdir(host.folder)).toEqual(["cache"]);
  });
});

describe("the Python environment", () => {
  const environments = (host: { folder: string }) => path.join(host.folder, "cache", "validation", "environments");

  test("is shared by agents with the same requirements, also by two at once", async () => {
    const host = await validationHost();
    const first = await requestFor();
    const second = await requestFor({}, {}, `${smallAgent}# other\n`);
    await Promise.all([validateAgent(first, { host }), validateAgent(second, { host })]);
    await validateAgent(await requestFor({}, {}, `${smallAgent}# third\n`), { host });
    expect(runs(host)).toEqual(["uv venv", "uv pip", "agent", "agent", "agent"]);
    await validateAgent(await requestFor({ requirements: ["mlflow==3.17.2", "regex"] }), { host });
    await validateAgent(await requestFor({ constraints: ["numpy<3"] }), { host });
    await validateAgent(await requestFor({ pythonVersion: "3.12.1" }), { host });
    expect(await readdir(environments(host))).toHaveLength(4);
  });

  test("is not shared where a requirement is a file of the package", async () => {
    const host = await validationHost();
    const requirements = ["mlflow==3.17.2", "./code/own.whl"];
    await validateAgent(await requestFor({ requirements }), { host });
    await validateAgent(await requestFor({ requirements }, {}, `${smallAgent}# other\n`), { host });
    expect(await readdir(environments(host))).toHaveLength(2);
  });

  test("that could not be made says why, leaves nothing, and is made again", async () => {
    const host = await validationHost();
    host.install = async () => ({ code: 1, output: "no version of nothing==1\n" });
    const request = await requestFor();
    expect(await failed(request, host)).toMatchObject({
      stage: "environment",
      summary: "The requirements could not be installed",
      exitCode: 1,
      output: "no version of nothing==1",
      hint: expect.stringContaining("UV_INDEX_URL"),
    });
    expect(await readdir(environments(host))).toEqual([]);
    host.install = async () => ({});
    expect(await validateAgent(request, { host })).toMatchObject({ ok: true });
  });

  test("that could not be made shows no credential of an index", async () => {
    const own = { INDEX_TOKEN: "abcdef-first", UV_INDEX_MINE_PASSWORD: "abcdef-second" };
    const host = await validationHost(own);
    host.install = async ({ env }) => ({ code: 1, output: `${env.INDEX_TOKEN} ${env.UV_INDEX_MINE_PASSWORD}` });
    // biome-ignore lint/suspicious/noTemplateCurlyInString: pip and uv put variables in, not JavaScript.
    const requirements = ["mlflow==3.17.2", "private @ https://host.invalid/${INDEX_TOKEN}/private.whl"];
    expect((await failed(await requestFor({ requirements }), host)).output).toBe("[secret] [secret]");
  });

  test("that another process finished meanwhile is taken", async () => {
    const host = await validationHost();
    host.install = async ({ args }) => {
      const [folder = ""] = (args[args.indexOf("--python") + 1] ?? "").split(/\.\w{8}\.unfinished/);
      await mkdir(path.join(folder, "bin"), { recursive: true });
      await writeFile(path.join(folder, "bin", "python"), "of the other");
      await writeFile(path.join(folder, "mlflow-agents.json"), JSON.stringify({ madeAt: Date.now(), bytes: 1 }));
      return {};
    };
    await validateAgent(await requestFor(), { host });
    const [name = "", ...more] = await readdir(environments(host));
    expect(more).toEqual([]);
    const python = path.join(environments(host), name, "bin", "python");
    expect(await readFile(python, "utf8")).toBe("of the other");
    expect(host.commands.at(-1)?.program).toBe(python);
  });

  test("that has no marker, or whose base Python is gone, is made again", async () => {
    const host = await validationHost();
    await validateAgent(await requestFor(), { host });
    const [name = ""] = await readdir(environments(host));
    const folder = path.join(environments(host), name);
    await writeFile(path.join(folder, "mlflow-agents.json"), "");
    await validateAgent(await requestFor({}, {}, `${smallAgent}# other\n`), { host });
    await rm(path.join(folder, "bin", "python"));
    await validateAgent(await requestFor({}, {}, `${smallAgent}# third\n`), { host });
    expect(runs(host).filter((one) => one === "uv pip")).toHaveLength(3);
    expect(await readdir(environments(host))).toEqual([name]);
  });

  test("is made again after a month, and what nobody used for long makes room", async () => {
    const host = await validationHost();
    const day = 24 * 3600 * 1000;
    const old = path.join(environments(host), "py3.9-old");
    const abandoned = path.join(environments(host), "py3.9-x.unfinished");
    const busy = path.join(environments(host), "py3.9-busy");
    for (const folder of [old, abandoned, busy]) await mkdir(folder, { recursive: true });
    const then = new Date(Date.now() - 40 * day);
    await writeFile(path.join(old, "mlflow-agents.json"), JSON.stringify({ madeAt: 0, bytes: 1 }));
    await writeFile(path.join(busy, "mlflow-agents.json"), JSON.stringify({ madeAt: 0, bytes: 1e12 }));
    await utimes(path.join(old, "mlflow-agents.json"), then, then);
    await utimes(abandoned, then, then);
    await validateAgent(await requestFor(), { host });
    const [kept, made = ""] = (await readdir(environments(host))).sort((a) => (a === "py3.9-busy" ? -1 : 1));
    expect(kept).toBe("py3.9-busy");
    host.now = () => Date.now() + 31 * day;
    await validateAgent(await requestFor({}, {}, `${smallAgent}# later\n`), { host });
    expect(runs(host).filter((one) => one === "uv pip")).toHaveLength(2);
    // Used "now", so it stays; the other one was not used for a month and goes.
    expect(await readdir(environments(host))).toEqual([made]);
  });

  test("needs uv: without one, and without a Python to install it, the error says how to get it", async () => {
    const host = await validationHost();
    host.hasUv = false;
    const result = await failed(await requestFor(), host);
    expect(result).toMatchObject({ stage: "environment", summary: "There is no uv" });
    expect(result.hint).toContain("MLFLOW_AGENTS_UV");
    expect(validationProblem(result).code).toBe("configuration");
    expect(host.commands.map(({ program }) => program)).toEqual(["uv", "python3"]);
    host.commands.length = 0;
    host.env.MLFLOW_AGENTS_UV = "/opt/own/uv";
    expect((await failed(await requestFor(), host)).hint).toContain("MLFLOW_AGENTS_UV names no uv");
    expect(host.commands.map(({ program }) => program)).toEqual(["/opt/own/uv"]);
  });
});

test("an agent without an example cannot be asked", async () => {
  const host = await validationHost();
  const code =
    "import mlflow\nclass A(mlflow.pyfunc.PythonModel):\n    def predict(self, context, model_input):\n        return 1\nmlflow.models.set_model(A())\n";
  expect(await failed(await requestFor({}, {}, code), host)).toMatchObject({
    hint: expect.stringContaining("inputExample"),
  });
  expect(host.commands).toEqual([]);
});

test("progress names what is being done", async () => {
  const host = await validationHost();
  const shown: string[] = [];
  await validateAgent(await requestFor(), { host, progress: (message) => shown.push(message) });
  expect(shown).toEqual([
    "validate: making the Python environment",
    "validate: loading the agent",
    "validate: asking the agent its example",
    "validate: passed",
  ]);
});
