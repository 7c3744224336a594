import { expect, test } from "vitest";
import { folderWith } from "../../test/conformance/folder.js";
import { policyCommand } from "../policy/index.js";
import { checkCommand, type Surroundings } from "./index.js";
import type { Report } from "./report.js";

const core = `from databricks_langchain import ChatDatabricks
from mlflow.pyfunc import ResponsesAgent


class Desk(ResponsesAgent):
    def predict(self, request):
        return ChatDatabricks(endpoint="desk-llm").invoke(request)
`;
const agent = "import mlflow\nfrom desk.core import Desk\n\nmlflow.models.set_model(Desk())\n";
const requirements = "mlflow==3.17.2\ndatabricks-langchain\n";
const path = (expression: string) => agent.replace("from desk", `import os, sys, site\n${expression}\nfrom desk`);

async function run(
  command: (args: readonly string[], given?: Surroundings) => Promise<number>,
  folder: string,
  ...args: string[]
) {
  let out = "";
  const write = (text: string) => {
    out += text;
  };
  const code = await command(args, { folder, out: write, err: () => undefined, colour: false });
  return { code, out };
}

/** What the two commands say of an agent. */
async function said(files: Record<string, string>, file: string) {
  const folder = await folderWith({ "requirements.txt": requirements, ...files });
  const report = JSON.parse((await run(checkCommand, folder, "--json", file)).out) as Report;
  const policy = await run(policyCommand, folder, "--json", file);
  const [first] = JSON.parse(policy.out).agents;
  return {
    codePaths: report.agents[0]?.codePaths,
    findings: report.findings.map(({ code, message, help }) => `${code}: ${message} ${help}`),
    names: first.systemResources.map(({ name }: { name: string }) => name),
    code: policy.code,
  };
}

const inside = (folder: string) => ({ [`${folder}/desk/__init__.py`]: "", [`${folder}/desk/core.py`]: core });

test.each<[string, Record<string, string>, string, string]>([
  ["in src/, with the agent at the root", { "agent.py": agent, ...inside("src") }, "agent.py", "src/desk"],
  ["in src/, with the agent elsewhere", { "app/agent.py": agent, ...inside("src") }, "app/agent.py", "src/desk"],
  ["at the root", { "agents/one/agent.py": agent, ...inside(".") }, "agents/one/agent.py", "desk"],
  ["in the agent's own package", { "desk/agent.py": agent, ...inside(".") }, "desk/agent.py", "desk"],
  ["without __init__.py", { "app/agent.py": agent, "src/desk/core.py": core }, "app/agent.py", "src/desk"],
  [
    "behind sys.path.insert with os.path",
    {
      "app/agent.py": path('sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "lib"))'),
      ...inside("lib"),
    },
    "app/agent.py",
    "lib/desk",
  ],
  [
    "behind sys.path.append with pathlib",
    {
      "app/agent.py": path(
        'from pathlib import Path\nsys.path.append(str(Path(__file__).resolve().parent.parent / "lib"))',
      ),
      ...inside("lib"),
    },
    "app/agent.py",
    "lib/desk",
  ],
  [
    "behind sys.path +=, by a constant",
    { "app/agent.py": path('LIB = "../lib"\nsys.path += [LIB]'), ...inside("lib") },
    "app/agent.py",
    "lib/desk",
  ],
  [
    "behind site.addsitedir in a function",
    {
      "app/agent.py": path(
        'def here(name):\n    return os.path.abspath(os.path.join(os.path.dirname(__file__), "..", name))\n\nsite.addsitedir(here("lib"))',
      ),
      ...inside("lib"),
    },
    "app/agent.py",
    "lib/desk",
  ],
  [
    "where hatch says",
    {
      "app/agent.py": agent,
      "pyproject.toml":
        '[project]\nname = "x"\n\n[tool.hatch.build.targets.wheel]\npackages = [\n  "python/desk", # ours\n]\n',
      ...inside("python"),
    },
    "app/agent.py",
    "python/desk",
  ],
  [
    "where setuptools says (package-dir)",
    { "app/agent.py": agent, "pyproject.toml": '[tool.setuptools]\npackage-dir = { "" = "lib" }\n', ...inside("lib") },
    "app/agent.py",
    "lib/desk",
  ],
  [
    "where setuptools says (where)",
    { "app/agent.py": agent, "pyproject.toml": "[tool.setuptools.packages.find]\nwhere = ['lib']\n", ...inside("lib") },
    "app/agent.py",
    "lib/desk",
  ],
  [
    "where Poetry says",
    {
      "app/agent.py": agent,
      "pyproject.toml": '[tool.poetry]\npackages = [{ include = "desk", from = "lib" }]\n',
      ...inside("lib"),
    },
    "app/agent.py",
    "lib/desk",
  ],
  [
    "where PDM says",
    { "app/agent.py": agent, "pyproject.toml": '[tool.pdm.build]\npackage-dir = "lib"\n', ...inside("lib") },
    "app/agent.py",
    "lib/desk",
  ],
  [
    "where uv's build says",
    { "app/agent.py": agent, "pyproject.toml": '[tool.uv.build-backend]\nmodule-root = "lib"\n', ...inside("lib") },
    "app/agent.py",
    "lib/desk",
  ],
  [
    "where setup.cfg says",
    { "app/agent.py": agent, "setup.cfg": "[options]\npackage_dir =\n    =lib\n", ...inside("lib") },
    "app/agent.py",
    "lib/desk",
  ],
  [
    "where setup.py says",
    { "app/agent.py": agent, "setup.py": 'setup(packages=find_packages(where="lib"))\n', ...inside("lib") },
    "app/agent.py",
    "lib/desk",
  ],
  [
    "in a member of the uv workspace",
    {
      "apps/one/agent.py": agent,
      "pyproject.toml": '[tool.uv.workspace]\nmembers = ["packages/*"]\n',
      ...inside("packages/desk/src"),
    },
    "apps/one/agent.py",
    "packages/desk/src/desk",
  ],
  [
    "in a path dependency of uv",
    {
      "apps/one/agent.py": agent,
      "apps/one/pyproject.toml": '[tool.uv.sources]\ndesk = { path = "../../shared/desk", editable = true }\n',
      ...inside("shared/desk/src"),
    },
    "apps/one/agent.py",
    "shared/desk/src/desk",
  ],
  [
    "in what requirements.txt installs in place",
    {
      "apps/one/agent.py": agent,
      "apps/one/requirements.txt": `${requirements}-e ../../shared\n`,
      ...inside("shared"),
    },
    "apps/one/agent.py",
    "shared/desk",
  ],
])("code %s is found, read and packaged, and never advised as a requirement", async (_, files, file, codePath) => {
  expect(await said(files, file)).toEqual({ codePaths: [codePath], findings: [], names: ["desk-llm"], code: 0 });
});

test("a program that leaves such code out is told the path to write", async () => {
  const program = (codePaths: string) =>
    `import { AuthPolicy, LoggedAgent, servingEndpoint } from "pulumi-mlflow-agents";\nconst access = new AuthPolicy("access", { systemResources: [servingEndpoint("desk-llm")] });\nnew LoggedAgent("a", { code: "../app/agent.py", codePaths: ${codePaths}, requirements: ["mlflow==3.17.2", "databricks-langchain"], modelConfig: {}, authPolicy: access });\n`;
  const raising = agent.replace(
    "from desk.core import Desk",
    "try:\n    from desk.core import Desk\nexcept ImportError as error:\n    print(error)\n    raise",
  );
  const files = (codePaths: string) => ({
    ".git/HEAD": "",
    "infra/Pulumi.yaml": "name: a\nruntime: nodejs\n",
    "infra/index.ts": program(codePaths),
    "app/agent.py": raising,
    "src/desk/__init__.py": "from .core import Desk\n",
    "src/desk/core.py": `from common import names\n${core}`,
    "src/common.py": "names = []\n",
  });
  const check = async (codePaths: string) => {
    const folder = await folderWith(files(codePaths));
    const { findings, errors } = JSON.parse((await run(checkCommand, folder, "--json", "infra")).out) as Report;
    return { errors, found: findings.map(({ severity, code, help }) => `${severity} ${code} ${help}`) };
  };
  expect(await check("[]")).toEqual({
    errors: 2,
    found: [
      'error missing-code-path Add "../src/desk" to `codePaths`.',
      'error missing-code-path Add "../src/common.py" to `codePaths`.',
    ],
  });
  expect(await check('["../src/desk", "../src/common.py"]')).toEqual({ errors: 0, found: [] });
});

test("a folder that happens to have a library's name is not taken for it", async () => {
  const files = {
    "app/agent.py": `import agents\nimport yaml\nimport queue\n${agent}`,
    "agents/__init__.py": "",
    "src/yaml.py": "",
    "queue/__init__.py": "",
    "requirements.txt": `${requirements}openai-agents\npyyaml\n`,
    ...inside("src"),
  };
  expect(await said(files, "app/agent.py")).toMatchObject({ codePaths: ["src/desk"], findings: [] });
});

test("nothing is read above the repository, nor through a link out of it", async () => {
  const files = {
    "desk/core.py": core,
    "desk/__init__.py": "",
    "repository/.git/HEAD": "",
    "repository/deep/er/agent.py": agent,
  };
  const folder = await folderWith({ "requirements.txt": requirements, ...files });
  const { out } = await run(checkCommand, folder, "--json", "repository/deep/er/agent.py");
  expect((JSON.parse(out) as Report).agents[0]?.codePaths).toEqual([]);
});
