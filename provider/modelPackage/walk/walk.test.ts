import { execFileSync } from "node:child_process";
import { mkdir, realpath, rename, symlink, writeFile } from "node:fs/promises";
import net from "node:net";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { folderWith, planOf, problemsOf, smallAgent } from "../../../test/conformance/folder.js";

const secret = "the content of a private key";

/** A project whose agent's folder is `agent/`, with a secret beside it. */
async function project(files: Record<string, string> = {}): Promise<string> {
  return folderWith({ "agent/agent.py": smallAgent, "agent/tools/a.py": "", "secret/key.pem": secret, ...files });
}

async function packaged(folder: string, given: Parameters<typeof planOf>[1] = {}): Promise<string[]> {
  const plan = await planOf(folder, { code: "agent/agent.py", codePaths: ["agent/tools"], ...given });
  return plan.sources.map((file) => file.path);
}

async function refused(folder: string, given: Parameters<typeof planOf>[1] = {}): Promise<string[]> {
  const problems = await problemsOf(folder, { code: "agent/agent.py", codePaths: ["agent/tools"], ...given });
  expect(JSON.stringify(problems)).not.toContain("private key");
  return problems;
}

const escapes: Record<string, (folder: string) => Promise<void>> = {
  "a link to a file": (folder) => symlink("../../secret/key.pem", path.join(folder, "agent/tools/key.py")),
  "an absolute link": (folder) => symlink(path.join(folder, "secret/key.pem"), path.join(folder, "agent/tools/key.py")),
  "a link to a folder": (folder) => symlink("../../secret", path.join(folder, "agent/tools/more")),
  "a link over a link": async (folder) => {
    await symlink("../secret", path.join(folder, "agent/hop"));
    await symlink("../hop/key.pem", path.join(folder, "agent/tools/key.py"));
  },
  "a folder whose name only begins alike": async (folder) => {
    await mkdir(path.join(folder, "agent-other"));
    await writeFile(path.join(folder, "agent-other/key.pem"), secret);
    await symlink("../../agent-other/key.pem", path.join(folder, "agent/tools/key.py"));
  },
};

for (const [what, make] of Object.entries(escapes)) {
  test(`a link that leaves the agent's folder is refused and not read: ${what}`, async () => {
    const folder = await project();
    await make(folder);
    const problems = await refused(folder);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(
      /^codePaths\[0\] fileRefused: "agent\/tools\/\w+(\.py)?" is a symbolic link.*leaves the agent's folder/,
    );
  });
}

const declaredLinks: Record<string, Parameters<typeof planOf>[1]> = {
  code: { code: "agent/link.py" },
  "codePaths[0]": { codePaths: ["agent/link.py"] },
  "artifacts.key": { artifacts: { key: "agent/link.py" } },
  requirements: { requirements: "agent/link.py" },
  constraints: { constraints: "agent/link.py" },
  modelConfig: { modelConfig: "agent/link.py" },
  inputExample: { inputExample: "agent/link.json" },
};

for (const [argument, given] of Object.entries(declaredLinks)) {
  test(`a declared path that is itself a link away is refused: ${argument}`, async () => {
    const folder = await project();
    for (const name of ["link.py", "link.json"]) await symlink("../secret/key.pem", path.join(folder, "agent", name));
    const problems = await refused(folder, given);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(
      new RegExp(`^${argument.replace("[0]", "\\[0\\]")} fileRefused: .* is a symbolic link`),
    );
  });
}

test("a declared folder that is a link away is refused, also as a part of the way", async () => {
  const folder = await project();
  await symlink("../secret", path.join(folder, "agent/away"));
  expect((await refused(folder, { codePaths: ["agent/away"] }))[0]).toContain("leaves the agent's folder");
  expect((await refused(folder, { artifacts: { key: "agent/away/key.pem" } }))[0]).toContain(
    "leaves the agent's folder",
  );
});

test("the agent's own folder may not be a link either", async () => {
  const folder = await project();
  await symlink("agent", path.join(folder, "alias"));
  expect((await refused(folder, { code: "alias/agent.py" }))[0]).toContain("is a symbolic link, or lies behind one");
});

test("requirements may not include files from elsewhere", async () => {
  const folder = await project({ "agent/requirements.txt": "-r ../secret/key.pem\n" });
  const problems = await refused(folder, { requirements: "agent/requirements.txt", codePaths: [] });
  // The project's own folder is the limit: a requirements file may be shared by several agents in it.
  expect(problems).toEqual([]);
  const outside = await folderWith({ "shared.txt": secret });
  await writeFile(path.join(folder, "agent/requirements.txt"), `-r ${outside}/shared.txt\n`);
  expect((await refused(folder, { requirements: "agent/requirements.txt" }))[0]).toMatch(
    /^requirements fileRefused: .* lies outside of/,
  );
});

test("links that stay inside are followed", async () => {
  const folder = await project({ "agent/shared/b.py": "", "agent/shared/deep/c.py": "" });
  await symlink("../shared/b.py", path.join(folder, "agent/tools/b.py"));
  await symlink("../shared", path.join(folder, "agent/tools/shared"));
  expect(await packaged(folder)).toEqual([
    "agent.py",
    "code/tools/a.py",
    "code/tools/b.py",
    "code/tools/shared/b.py",
    "code/tools/shared/deep/c.py",
  ]);
});

test("a declared folder elsewhere may be read, and links between declared folders followed", async () => {
  const folder = await project({ "shared/lib/b.py": "" });
  await symlink("../../shared/lib/b.py", path.join(folder, "agent/tools/b.py"));
  expect((await refused(folder))[0]).toContain("leaves the agent's folder");
  expect(await packaged(folder, { codePaths: ["agent/tools", "shared/lib"] })).toContain("code/tools/b.py");
});

test("links that lead in circles or nowhere are refused", async () => {
  const folder = await project();
  await symlink("..", path.join(folder, "agent/tools/up"));
  await symlink("self", path.join(folder, "agent/tools/self"));
  await symlink("nowhere", path.join(folder, "agent/tools/broken"));
  expect(await refused(folder)).toEqual([
    'codePaths[0] fileNotFound: "agent/tools/broken" does not exist.',
    'codePaths[0] fileRefused: "agent/tools/self" is a symbolic link that leads back to itself. Remove it.',
    expect.stringContaining('"agent/tools/up/tools" leads back to a folder that contains it'),
  ]);
});

test("pipes and sockets are refused without waiting on them", async () => {
  const folder = await project();
  execFileSync("mkfifo", [path.join(folder, "agent/tools/pipe")]);
  const server = net.createServer().listen(path.join(folder, "agent/tools/socket"));
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once("listening", resolve));
  expect(await refused(folder, { code: "agent/agent.py" })).toEqual([
    'codePaths[0] fileRefused: "agent/tools/pipe" is not a regular file, so it cannot be packaged.',
    'codePaths[0] fileRefused: "agent/tools/socket" is not a regular file, so it cannot be packaged.',
  ]);
  const [asCode] = await refused(folder, { codePaths: [], artifacts: { pipe: "agent/tools/pipe" } });
  expect(asCode).toContain("is not a regular file");
});

test("a folder of refused files names the first and counts the rest", async () => {
  const names = Array.from({ length: 500 }, (_, index) => `agent/tools/${String(index).padStart(3, "0")}?.txt`);
  const folder = await project(Object.fromEntries(names.map((name) => [name, ""])));
  for (const name of ["up", "down"]) await symlink("nowhere", path.join(folder, "agent/tools", name));
  const problems = await refused(folder);
  expect(problems).toHaveLength(23);
  expect(problems.filter((problem) => problem.includes("fileNotFound"))).toHaveLength(2);
  expect(problems).toContain(
    "codePaths[0] fileRefused: 480 more files cannot be packaged. Declare a smaller folder, or leave files out with `ignore`.",
  );
});

test("names that are one name elsewhere are refused with both", async () => {
  const folder = await project({
    "agent/tools/Read.py": "",
    "agent/tools/read.py": "",
    "agent/tools/\u00e9.py": "",
    "agent/tools/e\u0301.py": "",
  });
  const problems = await refused(folder);
  expect(problems).toHaveLength(2);
  expect(problems.join("\n")).toMatch(
    /"agent\/tools\/Read.py" and "agent\/tools\/read.py" have names that are the same/,
  );
});

test("folders whose names differ in case only are refused too", async () => {
  const folder = await project({ "agent/tools/Sub/x.py": "", "agent/tools/sub/y.py": "" });
  expect(await refused(folder)).toEqual([expect.stringContaining("have names that are the same")]);
});

for (const name of [
  "aux.py",
  "COM1",
  "a:b",
  "what?",
  "trailing.",
  "space ",
  "back\\slash",
  "new\nline",
  "nul.tar.gz",
]) {
  test(`a name that Windows cannot hold is refused: ${JSON.stringify(name)}`, async () => {
    const problems = await refused(await project({ [`agent/tools/${name}`]: "" }));
    expect(problems).toEqual([expect.stringMatching(/^codePaths\[0\] fileRefused: .*cannot be packaged.*Rename it/)]);
  });
}

test("what no agent needs is left out by default", async () => {
  const junk = [
    "__pycache__/a.pyc",
    "b.pyc",
    ".git/HEAD",
    ".venv/x.py",
    "venv/x.py",
    "env/pyvenv.cfg",
    "env/lib/x.py",
    "node_modules/x.js",
  ];
  const more = [
    ".mlflow-agents/state",
    "mlruns/0/meta.yaml",
    ".DS_Store",
    "sub/__pycache__/c.pyc",
    "sub/.ipynb_checkpoints/x.py",
  ];
  const folder = await project(Object.fromEntries([...junk, ...more].map((name) => [`agent/tools/${name}`, "x"])));
  expect(await packaged(folder)).toEqual(["agent.py", "code/tools/a.py"]);
});

test("a link among what is left out is not even looked at", async () => {
  const folder = await project();
  await mkdir(path.join(folder, "agent/tools/sub"));
  await symlink("../../secret", path.join(folder, "agent/tools/.venv"));
  await symlink("../../../secret", path.join(folder, "agent/tools/sub/__pycache__"));
  expect(await packaged(folder)).toEqual(["agent.py", "code/tools/a.py"]);
});

test("rules of .mlflowignore and of the argument are obeyed, the argument's last", async () => {
  const folder = await project({
    "agent/tools/.mlflowignore": "# comment\n*.md\n/top.py\nsub/**/x.py\n!keep.md\ndocs/\n\\!bang\n",
    "agent/tools/read.md": "",
    "agent/tools/keep.md": "",
    "agent/tools/top.py": "",
    "agent/tools/sub/top.py": "",
    "agent/tools/sub/deep/er/x.py": "",
    "agent/tools/docs/d.py": "",
    "agent/tools/!bang": "",
    "agent/tools/test_a.py": "",
    "agent/tools/venv/v.py": "",
  });
  expect(await packaged(folder, { ignore: ["test_*.py", "!venv/"] })).toEqual([
    "agent.py",
    "code/tools/a.py",
    "code/tools/keep.md",
    "code/tools/sub/top.py",
    "code/tools/venv/v.py",
  ]);
});

test("a rule of many stars takes no long time", async () => {
  const folder = await project({ [`agent/tools/${"a".repeat(200)}.py`]: "" });
  const started = performance.now();
  await packaged(folder, { ignore: [`${"*a".repeat(100)}b`, `${"**/".repeat(100)}x`] });
  expect(performance.now() - started).toBeLessThan(1_000);
});

test("a base folder that is reached by a link is the user's own affair", async () => {
  const folder = await project();
  const alias = `${folder}-alias`;
  await symlink(folder, alias);
  onTestFinished(() => rename(alias, path.join(folder, "alias-was-here")));
  expect(await packaged(alias)).toEqual(["agent.py", "code/tools/a.py"]);
  expect(await realpath(alias)).toBe(folder);
});
