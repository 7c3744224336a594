import { existsSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { folderWith, planOf, smallAgent } from "../../test/conformance/folder.js";
import { validationHost } from "../../test/support/validationHost.js";
import type { AgentSource } from "../modelPackage/index.js";
import { validationProblem } from "./describe.js";
import type { Command, Finished } from "./run.js";
import type { ValidationRequest } from "./types.js";
import { validateAgent } from "./validateAgent.js";

async function requestFor(given: Partial<AgentSource> = {}): Promise<ValidationRequest> {
  const folder = await folderWith({ "agent.py": smallAgent, "wheels/a.whl": "x" });
  return { plan: await planOf(folder, given), mode: "install" };
}

/** How uv answers the question about the requirements, and the one about MLflow alone. */
function answers(first: Partial<Finished>, control: Partial<Finished> = {}) {
  return async ({ args }: Command) => (args.at(-1) === "mlflow" ? control : first);
}

const no = { code: 1, output: "error: No solution found\n  cause: Because there is no version of openai==999 …\n" };

describe('`validate: "install"`', () => {
  test("asks the resolver for Linux and the declared Python, and runs nothing of the agent", async () => {
    const host = await validationHost();
    const request = await requestFor({ requirements: ["mlflow==3.4.0", "openai"], pythonVersion: "3.12.4" });
    let text = false;
    host.install = async ({ cwd }) => {
      text = existsSync(path.join(cwd, "requirements.txt")) && !existsSync(path.join(cwd, "agent.py"));
      return {};
    };
    expect(await validateAgent(request, { host })).toEqual({ ok: true, cached: false, warnings: [] });
    const [asked, ...more] = host.commands.filter(({ args }) => args[0] === "pip");
    expect(more).toEqual([]);
    expect(asked?.args.join(" ")).toMatch(/^pip install --dry-run .*--python-version 3\.12 --python-platform linux/);
    expect(asked?.args.slice(-2)).toEqual(["-r", "requirements.txt"]);
    expect(asked?.args).not.toContain("--require-hashes");
    expect(text).toBe(true);
    expect(existsSync(asked?.cwd ?? "")).toBe(false);
    expect(await validateAgent(request, { host })).toMatchObject({ ok: true, cached: true });
  });

  test("checks hashes as pip does, and hands the package's own files where lines name them", async () => {
    const host = await validationHost();
    await validateAgent(await requestFor({ requirements: ["mlflow==3.4.0 --hash=sha256:aa"] }), { host });
    expect(host.commands.at(-1)?.args).toContain("--require-hashes");
    let whole = false;
    host.install = async ({ cwd }) => {
      whole = existsSync(path.join(cwd, "code/wheels/a.whl"));
      return {};
    };
    await validateAgent(await requestFor({ requirements: ["./code/wheels/a.whl"], codePaths: ["wheels"] }), { host });
    expect(whole).toBe(true);
  });

  test("a refusal names the requirement, and is not kept", async () => {
    const host = await validationHost();
    host.install = answers(no);
    const request = await requestFor();
    const result = await validateAgent(request, { host });
    if (result.ok) throw new Error("it passed");
    expect(validationProblem(result)).toMatchObject({ code: "configuration", path: "validate" });
    expect(validationProblem(result).message).toMatch(/^the requirements cannot be installed: .*openai==999/s);
    host.install = answers({});
    expect(await validateAgent(request, { host })).toEqual({ ok: true, cached: false, warnings: [] });
  });

  test.each<[string, Partial<Finished>, Partial<Finished>, RegExp]>([
    ["uv fails in another way", { code: 2, output: "error: Request failed" }, {}, /no answer|could not come/],
    ["the index holds nothing at all", no, no, /does not even give MLflow/],
    ["the control cannot be asked", no, { code: 2, output: "error: Request failed" }, /Request failed/],
    ["it takes too long", { code: null, late: true }, {}, /10 minutes/],
  ])("is no answer where %s: told, and never kept", async (_why, first, control, said) => {
    const host = await validationHost();
    host.install = answers(first, control);
    const request = await requestFor();
    const result = await validateAgent(request, { host });
    expect(result).toMatchObject({ ok: true, unchecked: expect.stringMatching(said) });
    host.install = answers(no);
    expect(await validateAgent(request, { host })).toMatchObject({ ok: false, stage: "install" });
  });

  test("without uv there is no answer", async () => {
    const host = await validationHost();
    host.hasUv = false;
    expect(await validateAgent(await requestFor(), { host })).toMatchObject({
      ok: true,
      unchecked: expect.stringContaining("Install uv"),
    });
  });

  test("is part of `load`: what was loaded can be installed", async () => {
    const host = await validationHost();
    const request = await requestFor();
    await validateAgent({ ...request, mode: "load" }, { host });
    expect(await validateAgent(request, { host })).toMatchObject({ ok: true, cached: true });
  });
});
