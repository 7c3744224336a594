import { expect, test } from "vitest";
import { folderWith, smallAgent } from "../../test/conformance/folder.js";
import { policyCommand } from "../policy/index.js";
import { checkCommand } from "./index.js";
import type { Report } from "./report.js";

const agent = `import acme_search\nimport pinecone\nimport shared.names\n${smallAgent}`;
const project = (rest: string) => `[project]\nname = "desk"\nrequires-python = ">=3.10"\n${rest}`;
const all =
  'dependencies = [\n  "mlflow>=3.1", # of 2026\n  "acme-search[fast]~=1.0",\n  "pinecone",\n  "shared",\n]\n';
const shared = '\n[tool.uv.sources]\nshared = { path = "libs/shared", editable = true }\n';
const local = { "libs/shared/src/shared/names.py": "", "libs/shared/src/shared/__init__.py": "" };

async function said(files: Record<string, string>, ...args: string[]) {
  const folder = await folderWith({ "agent.py": agent, ...files });
  let [json, policy] = ["", ""];
  const write = (text: string) => {
    json += text;
  };
  await checkCommand(["--json", ...args], { folder, out: write, err: () => undefined, colour: false });
  const out = (text: string) => {
    policy += text;
  };
  await policyCommand(["--json", ...args], { folder, out, err: () => undefined, colour: false });
  const { agents, findings } = JSON.parse(json) as Report;
  return {
    requirements: agents[0]?.requirements,
    codePaths: agents[0]?.codePaths,
    findings: findings.map(({ severity, code, message }) => `${severity} ${code} ${message.split(" ")[0]}`),
    notRead: JSON.parse(policy).agents[0].notRead.map(({ module }: { module: string }) => module),
  };
}

const fine = { codePaths: ["libs/shared/src/shared"], findings: [], notRead: [] };
const lacking = { ...fine, findings: ["warning missing-requirement pinecone"] };

test.each<[string, Record<string, string>, object]>([
  ["its dependencies", { "pyproject.toml": project(all + shared) }, fine],
  ["what it leaves out", { "pyproject.toml": project(all.replace('"pinecone",', "") + shared) }, lacking],
  [
    "Poetry's dependencies",
    {
      "pyproject.toml":
        '[tool.poetry.dependencies]\npython = "^3.11"\nmlflow = "^3.1"\nacme-search = { version = "^1", extras = ["fast"] }\npinecone = "*"\nshared = { path = "libs/shared" }\n',
    },
    fine,
  ],
  [
    "the files that setuptools reads them from",
    {
      "pyproject.toml": `${project('dynamic = ["dependencies"]\n')}${shared}\n[tool.setuptools.dynamic]\ndependencies = { file = ["reqs.txt"] }\n`,
      "reqs.txt": "mlflow\nacme-search\npinecone\n",
    },
    fine,
  ],
])("pyproject.toml counts as requirements: %s", async (_, files, expected) => {
  expect(await said({ ...local, ...files }, "agent.py")).toEqual({ requirements: "pyproject.toml", ...expected });
});

test("a requirements file that holds only uv is no list to compare with", async () => {
  const tool = { "requirements.txt": "# installs the rest\nuv>=0.8\n", ...local };
  expect(await said({ ...tool, "pyproject.toml": project(all + shared) }, "agent.py")).toEqual({
    requirements: "pyproject.toml",
    ...fine,
  });
  const { requirements, findings } = await said(tool, "agent.py");
  expect([requirements, findings]).toEqual([null, ["warning not-read acme_search", "warning not-read shared.names"]]);
  // A real list goes before the project's.
  const both = { "requirements.txt": "mlflow\nacme-search\n", "pyproject.toml": project(all + shared), ...local };
  expect(await said(both, "agent.py")).toMatchObject({ requirements: "requirements.txt", ...lacking });
});

test("versions are those of uv.lock", async () => {
  const { projectDependencies } = await import("../../provider/modelPackage/localCode/dependencies.js");
  const folder = await folderWith({
    "pyproject.toml": project(all + shared),
    "uv.lock":
      'version = 1\nrequires-python = ">=3.10"\n\n[[package]]\nname = "mlflow"\nversion = "3.17.2"\nsource = { registry = "https://example.com/simple" }\nwheels = [\n    { url = "https://example.com/a.whl", hash = "sha256:00" },\n]\n\n[[package]]\nname = "acme-search"\nversion = "1.4.0"\n\n[[package]]\nname = "pinecone"\nversion = "7.0"\n\n[[package]]\nname = "pinecone"\nversion = "8.0"\n',
  });
  expect(projectDependencies(folder)).toEqual({
    lines: ["mlflow==3.17.2", "acme-search[fast]==1.4.0", "pinecone"],
    files: [],
  });
});
