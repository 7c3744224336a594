import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { noteUnseen, unseenVariable } from "../../provider/transport/unseen.js";
import { StandInForge } from "../../test/preview/forge.js";
import { driftCommand } from "../drift/index.js";
import { unseenResources } from "../pulumi/unseenResources.js";
import { previewCommand } from "./index.js";

const input = (name: string) => join(__dirname, "../../test/preview/goldens/inputs", `${name}.json`);
// Put together here, so that no file holds something that looks like a token.
const token = ["ghp", "0123456789".repeat(4)].join("_");

async function run(args: string[], env: NodeJS.ProcessEnv = {}, command = previewCommand) {
  let [out, err] = ["", ""];
  const surroundings = {
    env,
    colour: false,
    out: (text: string) => {
      out += text;
    },
    err: (text: string) => {
      err += text;
    },
  };
  const code = await command(args, surroundings);
  return { code, out, err };
}

describe("what could not be read", () => {
  const urn = (type: string) => `urn:pulumi:dev::shop::pulumi-nodejs:dynamic/mlflow-agents:${type}::support`;
  const step = (type: string) => ({ op: "refresh", urn: urn(type), oldState: {}, newState: {} });
  const document = {
    steps: [step("ServingEndpoint"), step("RegisteredModel")],
    diagnostics: [{ urn: urn("ServingEndpoint"), severity: "warning", message: "not refreshed: no answer" }],
    changeSummary: { same: 2 },
  };
  const asked = async (content: object, ...args: string[]) => {
    const folder = mkdtempSync(join(tmpdir(), "drift-"));
    writeFileSync(join(folder, "x.json"), JSON.stringify(content));
    const result = await run([join(folder, "x.json"), ...args], {}, driftCommand);
    rmSync(folder, { recursive: true });
    return result;
  };

  it("ends a search for drift with 4 and is named, whatever --fail-on says", async () => {
    const { code, out, err } = await asked(document, "--fail-on", "none", "-f", "markdown");
    expect([code, err]).toEqual([4, "cannot tell: dev: ServingEndpoint support could not be read\n"]);
    expect(out).toMatch(/### ❓ `dev`: cannot tell: 1 resource could not be read/);
    expect(out).toContain("#### Cannot tell\n\n- ServingEndpoint `support`: it could not be read.");
    expect(out).toContain("1 resource stays as it is.");
    expect(out).not.toContain("No drift");
  });

  it("is what the provider noted where it was asked to, and a warning alone then says nothing", async () => {
    expect(await asked({ ...document, unseen: [] })).toMatchObject({ code: 0 });
    const { code, out } = await asked({ ...document, unseen: [urn("RegisteredModel")] }, "-f", "json");
    expect(code).toBe(4);
    expect(JSON.parse(out).stacks).toMatchObject([
      { outcome: "unknown", unseen: [{ name: "support", type: "RegisteredModel" }] },
    ]);
  });

  it("is noted by the provider, each resource once", () => {
    const folder = mkdtempSync(join(tmpdir(), "unseen-"));
    const env = { [unseenVariable]: join(folder, "notes") };
    for (const one of [urn("LoggedAgent"), "a\nb", urn("LoggedAgent")]) noteUnseen(one, env);
    const text = readFileSync(join(folder, "notes"), "utf8");
    rmSync(folder, { recursive: true });
    expect(unseenResources(`${text}"half of a li`)).toEqual([urn("LoggedAgent"), "a\nb"]);
    noteUnseen(urn("LoggedAgent"), env);
    noteUnseen(urn("LoggedAgent"), {});
  });
});

describe("mlflow-agents preview", () => {
  it("writes text, Markdown or JSON", async () => {
    expect((await run([input("code-changed")])).out).toMatch(/^shop\/dev: 1 new version/);
    expect((await run([input("code-changed"), "--format", "markdown"])).out).toMatch(/^## Preview of `shop`/);
    expect(JSON.parse((await run([input("code-changed"), "-f", "json"])).out)).toMatchObject({
      version: 1,
      mode: "preview",
    });
  });

  it("puts several stacks into one report", async () => {
    const { out } = await run([input("code-changed"), input("nothing-changes"), "-f", "markdown"]);
    expect(out).toContain("### `dev`: 1 new version");
    expect(out).toContain("No changes in `dev`.");
  });

  it("ends with 1 for a preview with errors", async () => {
    expect(await run([input("bad-arguments")])).toMatchObject({ code: 1 });
  });

  it.each([
    [["--format", "yaml"], "--format: it is one of text, markdown, json"],
    [["--fail-on", "replaced"], '--fail-on: there is no "replaced"; there are: changes, replace'],
    [["--nonsense"], "--nonsense"],
    [["--comment", "auto", input("code-changed")], "neither GitHub Actions nor GitLab CI"],
    [["no-such-file.json"], "no-such-file.json cannot be read"],
  ])("says what is wrong with %j, and ends with 2", async (args, message) => {
    const { code, err } = await run(args);
    expect(err).toContain(message);
    expect(code).toBe(2);
  });

  it("says what a file holds that is no preview", async () => {
    const folder = mkdtempSync(join(tmpdir(), "preview-"));
    writeFileSync(join(folder, "x.json"), "Previewing update (dev)\n");
    const { code, err } = await run([join(folder, "x.json")]);
    rmSync(folder, { recursive: true });
    expect([code, err]).toEqual([1, expect.stringContaining("it begins with: Previewing update (dev)")]);
  });

  it("finds the document between other lines", async () => {
    const folder = mkdtempSync(join(tmpdir(), "preview-"));
    const text = readFileSync(input("code-changed"), "utf8");
    writeFileSync(join(folder, "x.txt"), `Previewing update\n${text}\nwarning: something\n${text}`);
    const { out } = await run([join(folder, "x.txt"), "-f", "json"]);
    rmSync(folder, { recursive: true });
    expect(JSON.parse(out).stacks).toHaveLength(2);
  });

  it("writes findings as annotations", async () => {
    const github = await run([input("broken-python"), "--annotations", "github", "--root", "infra", "-f", "json"]);
    expect(github.out).toMatch(
      /^::error file=infra\/agent\.py,line=13,col=23,title=dev%3A LoggedAgent support%2C code::/m,
    );
    const folder = mkdtempSync(join(tmpdir(), "preview-"));
    await run([input("broken-python"), "--annotations", `gitlab=${join(folder, "quality.json")}`]);
    const report = JSON.parse(readFileSync(join(folder, "quality.json"), "utf8"));
    rmSync(folder, { recursive: true });
    expect(report).toMatchObject([{ severity: "critical", location: { path: "agent.py", lines: { begin: 13 } } }]);
  });
});

describe("--fail-on", () => {
  it.each([
    ["replace", "model-renamed", 3],
    ["replace", "code-changed", 0],
    ["delete", "agent-removed", 3],
    ["scopes", "on-behalf-of-user", 3],
    ["scopes", "resource-gained", 0],
    ["resources", "resource-gained", 3],
    ["secrets", "secret-rotated", 3],
    ["secrets", "code-changed", 0],
    ["credentials", "credential-in-plain-text", 3],
    ["credentials", "secret-becomes-plain", 3],
    ["credentials", "secret-rotated", 0],
    ["protection", "protection-removed", 3],
    ["warnings", "unknown-scope", 3],
    ["changes", "nothing-changes", 0],
    ["changes", "alias-added", 3],
    ["replace,scopes", "on-behalf-of-user", 3],
    ["", "agent-removed", 0],
  ])("%s with %s ends with the right code", async (list, name, expected) => {
    expect((await run([input(name), "--fail-on", list])).code).toBe(expected);
  });
});

describe("mlflow-agents drift", () => {
  it("ends with 3 when something differs, unless told otherwise", async () => {
    expect(await run([input("drift")], {}, driftCommand)).toMatchObject({
      code: 3,
      out: expect.stringContaining("1 resource gone"),
    });
    expect(await run([input("drift"), "--fail-on", "none"], {}, driftCommand)).toMatchObject({ code: 0 });
  });
});

describe.each(["github", "gitlab"] as const)("--comment %s", (kind) => {
  let forge: StandInForge;
  beforeEach(async () => {
    forge = await StandInForge.start(token);
  });
  afterEach(() => forge.stop());
  const comment = (name: string, more: string[] = [], env: NodeJS.ProcessEnv = {}) =>
    run([input(name), "--comment", kind, ...more], { ...forge[kind](), ...env });

  it("posts one comment, and edits it in place from then on", async () => {
    forge.write("Looks good to me");
    expect(await comment("code-changed")).toMatchObject({ code: 0, err: expect.stringContaining("comment posted") });
    expect(await comment("resource-gained")).toMatchObject({ code: 0, err: expect.stringContaining("comment edited") });
    expect(await comment("resource-gained")).toMatchObject({
      code: 0,
      err: expect.stringContaining("comment unchanged"),
    });
    expect(forge.comments).toHaveLength(2);
    expect(forge.comments[1]?.body).toContain("vector search index prod.kb.docs");
    expect(forge.comments[1]?.body.split("\n")[0]).toBe("<!-- mlflow-agents preview: shop -->");
  });

  it("finds its comment behind hundreds of others, and keeps those of other projects", async () => {
    for (let index = 0; index < 150; index++) forge.write(`comment ${index}`);
    await comment("code-changed");
    await comment("code-changed", ["--key", "other"]);
    for (let index = 0; index < 150; index++) forge.write(`comment ${index}`);
    await comment("resource-gained");
    expect(forge.comments).toHaveLength(302);
  });

  it("neither overwrites a comment that quotes a report, nor is kept away by one that it may not edit", async () => {
    forge.write("> <!-- mlflow-agents preview: shop -->\nwhat does this mean?");
    forge.write("<!-- mlflow-agents preview: shop -->\nnothing to see here", true);
    expect(await comment("code-changed")).toMatchObject({ code: 0 });
    expect(forge.comments).toHaveLength(3);
    expect(forge.comments[0]?.body).toContain("what does this mean?");
  });

  it.each([
    [
      "a rate limit",
      { status: 429, headers: { "retry-after": "60" }, body: { message: "slow down" } },
      "limits the rate of calls; it asks to wait 60 s",
    ],
    [
      "GitHub's older rate limit",
      { status: 403, headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1800000000" }, body: {} },
      "it ends at 2027-01-15T08:00:00.000Z",
    ],
    [
      "a token without the right",
      { status: 403, body: { message: "Resource not accessible" } },
      'could not be written: 403 ("Resource not accessible")',
    ],
    ["a broken forge", { status: 502, body: "<html>" }, "502"],
    ["an answer of another shape", { status: 200, body: { hello: 1 } }, "Is the address of its API right?"],
  ])("prints the comment all the same when it meets %s, and ends with 1", async (_, refusal, message) => {
    forge.refusals.POST = [refusal];
    const { code, out, err } = await comment("code-changed");
    expect(code).toBe(1);
    expect(err).toContain(message);
    expect(out).toContain("<!-- mlflow-agents preview: shop -->\n## Preview of `shop`");
    expect(`${out}${err}`).not.toContain(token);
  });

  it("says so when the token is wrong or nobody listens", async () => {
    const wrong = kind === "github" ? { GITHUB_TOKEN: "other" } : { GITLAB_TOKEN: "other" };
    expect(await comment("code-changed", [], wrong)).toMatchObject({
      code: 1,
      err: expect.stringContaining("The token is missing, wrong or has ended."),
    });
    const nowhere =
      kind === "github" ? { GITHUB_API_URL: "http://127.0.0.1:9" } : { CI_API_V4_URL: "http://127.0.0.1:9" };
    const { code, out, err } = await comment("code-changed", [], nowhere);
    expect([code, err]).toEqual([1, expect.stringContaining("cannot be reached")]);
    expect(out).toContain("## Preview of `shop`");
  });

  it("names the variable that is missing", async () => {
    const { code, err } = await comment(
      "code-changed",
      [],
      kind === "github" ? { GITHUB_REPOSITORY: "" } : { CI_PROJECT_ID: "" },
    );
    expect([code, err]).toEqual([
      1,
      expect.stringContaining(kind === "github" ? "GITHUB_REPOSITORY" : "CI_PROJECT_ID"),
    ]);
  });
});
