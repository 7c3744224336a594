import { expect, test } from "vitest";
import { folderWith, smallAgent } from "../../test/conformance/folder.js";
import { checkCommand } from "../check/index.js";
import type { Report } from "../check/report.js";
import { policyCommand } from "./index.js";

/** Runs one of the commands in a folder. */
async function run(command: typeof policyCommand, folder: string, ...args: string[]) {
  let out = "";
  const write = (text: string) => {
    out += text;
  };
  const code = await command(args, { folder, out: write, err: () => undefined, colour: false });
  return { code, out };
}

const using = (imports: string) =>
  `${imports}\nfrom databricks_langchain import ChatDatabricks\nllm = ChatDatabricks(endpoint="chat")\n${smallAgent}`;

/** Ways of not being read, with what is said of them: module, file, line and reason. */
const cases: [string, Record<string, string>, [string, string, number, RegExp]][] = [
  [
    "an import that leads nowhere",
    { "agent.py": using("import acme_desk.core") },
    ["acme_desk.core", "agent.py", 1, /no file/],
  ],
  [
    "an import in a function that leads nowhere",
    { "agent.py": using("def late():\n    from acme_desk import core\n    return core\n") },
    ["acme_desk", "agent.py", 2, /no file/],
  ],
  [
    "an import whose failure is raised again",
    {
      "agent.py": using(
        "try:\n    import acme_desk\nexcept ImportError as error:\n    raise RuntimeError('set it up') from error",
      ),
    },
    ["acme_desk", "agent.py", 2, /no file/],
  ],
  [
    "the second of two ways of which neither leads anywhere",
    { "agent.py": using("try:\n    from acme_desk import x\nexcept ImportError:\n    from acme_old import x") },
    ["acme_old", "agent.py", 4, /no file/],
  ],
  [
    "a module of a local package that is not there",
    { "agent.py": using("from desk.gone import x"), "desk/__init__.py": "" },
    ["desk.gone", "agent.py", 1, /no file/],
  ],
  [
    "a relative import of a local module that leads nowhere",
    { "agent.py": using("import desk.core"), "desk/__init__.py": "", "desk/core.py": "\nfrom .gone import x\n" },
    [".gone", "desk/core.py", 2, /no file/],
  ],
  [
    "a local file that is no Python",
    { "agent.py": using("import desk"), "desk.py": "x = 1\ndef f(:\n" },
    ["desk", "desk.py", 2, /no Python/],
  ],
  [
    "a local file that is no text",
    { "agent.py": using("import desk"), "desk.py": "x = '\0'\n" },
    ["desk", "desk.py", 1, /text/],
  ],
  [
    "a module that the program names",
    { "agent.py": using("import importlib, os\nplugin = importlib.import_module(os.environ['PLUGIN'])") },
    ["os.environ['PLUGIN']", "agent.py", 2, /works out/],
  ],
  [
    "more modules than are read",
    {
      "agent.py": using("import many"),
      "many/__init__.py": Array.from({ length: 520 }, (_, index) => `from . import m${index}\n`).join(""),
      ...Object.fromEntries(Array.from({ length: 520 }, (_, index) => [`many/m${index}.py`, ""])),
    },
    ["agent.py", "agent.py", 1, /first 500 local modules are read, and 21 more/],
  ],
];

test.each(cases)(
  "%s is said before anything else, and the list is not called complete",
  async (_, files, [module, file, line, why]) => {
    const folder = await folderWith(files);
    const json = await run(policyCommand, folder, "--json", "agent.py");
    const { complete, agents } = JSON.parse(json.out);
    expect([json.code, complete, agents[0].complete]).toEqual([3, false, false]);
    expect(agents[0].notRead).toContainEqual({ module, file, line, why: expect.stringMatching(why) });
    expect(agents[0].systemResources).toHaveLength(1);
    for (const [format, mark] of [
      ["agent.py", "//"],
      ["--yaml", "#"],
    ] as const) {
      const { code, out } = await run(policyCommand, folder, "agent.py", format);
      expect([code, out.split("\n")[0]]).toEqual([
        3,
        `${mark} NOT COMPLETE. Some of the code was not read, and what it uses is missing below:`,
      ]);
      expect(out).toContain(`${mark}   ${file}:${line} ${module}: `);
    }
  },
);

test("of an agent that was not read as a whole no empty policy is printed; of one that was, its files are counted", async () => {
  const lost = await folderWith({ "agent.py": `import acme_desk\n${smallAgent}` });
  for (const format of [[], ["--yaml"]]) {
    const { code, out } = await run(policyCommand, lost, ...format);
    expect(code).toBe(3);
    expect(out).not.toMatch(/AuthPolicy|systemResources/);
    expect(out).toContain("nothing was found that a policy declares. No policy is printed");
  }
  const whole = await folderWith({ "agent.py": `import desk\n${smallAgent}`, "desk.py": "" });
  const { code, out } = await run(policyCommand, whole, "agent.py");
  expect(code).toBe(0);
  expect(out).toContain("// agent.py uses nothing that a policy declares; it was read as a whole: 2 files.");
  expect(out).toContain("systemResources: [],");
});

test("a library by its requirement, a known library, and an import that may fail, leave nothing unread", async () => {
  const files = {
    "agent.py": using(
      "import acme_desk\nimport torch\nfrom databricks import sql\ntry:\n    import dev_tools\nexcept ImportError:\n    dev_tools = None\ntry:\n    import acme_desk.core as core\nexcept ImportError:\n    import acme_old as core",
    ),
    "requirements.txt": "mlflow\nacme-desk==1.0\ntorch\ndatabricks-sql-connector\ndatabricks-langchain\n",
  };
  const { out, code } = await run(policyCommand, await folderWith(files), "--json");
  expect([code, JSON.parse(out).agents[0].notRead]).toEqual([0, []]);
});

test("what is declared is not called unused where not all was read, and check says what was not", async () => {
  const program =
    'import { LoggedAgent, servingEndpoint, vectorSearchIndex } from "pulumi-mlflow-agents";\nnew LoggedAgent("a", { code: "agent.py", codePaths: ["desk"], requirements: ["mlflow==3.17.2", "databricks-langchain"], resources: [servingEndpoint("chat"), vectorSearchIndex("main.kb.docs")] });\n';
  const check = async (core: string) => {
    const folder = await folderWith({
      "Pulumi.yaml": "name: a\nruntime: nodejs\n",
      "index.ts": program,
      "agent.py": using("import desk.core"),
      "desk/__init__.py": "",
      "desk/core.py": core,
    });
    const { findings } = JSON.parse((await run(checkCommand, folder, "--json")).out) as Report;
    return findings.map(({ severity, code, file }) => `${severity} ${code} ${file}`);
  };
  expect(await check("")).toEqual(["hint unused-declaration agent.py"]);
  expect(await check("from .gone import x\n")).toEqual(["warning not-read desk/core.py"]);
  expect(await check("import importlib\ndef load(name):\n    return importlib.import_module(name)\n")).toEqual([
    "hint not-read desk/core.py",
  ]);
});
