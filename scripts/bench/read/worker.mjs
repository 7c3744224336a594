// One process of the bench: texts come in, times go out. A fresh one each time, as a preview is a fresh process too.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const load = (path) => require(`../../../dist/provider/${path}`);
const { parser } = createRequire(require.resolve("../../../package.json"))("@lezer/python");
const { parsePython } = load("modelPackage/python/parse.js");
const { readModule } = load("modelPackage/python/scope.js");
const { readLocalModules } = load("modelPackage/python/localModules.js");
const { readAgent } = load("modelPackage/python/agent.js");
const { checkAgent } = load("checks/index.js");
const { readUses } = load("uses/index.js");

const texts = JSON.parse(readFileSync(0, "utf8"));
const rows = {};

async function time(name, run) {
  const used = process.cpuUsage();
  const started = performance.now();
  const result = await run();
  const { user, system } = process.cpuUsage(used);
  rows[name] ??= { wall: 0, processor: 0 };
  rows[name].wall += performance.now() - started;
  rows[name].processor += (user + system) / 1_000;
  return result;
}

async function read(text) {
  const module = readModule(parsePython(text));
  const modules = await readLocalModules(module, "agent.py", []);
  const { faults } = readAgent(module, "agent.py", modules.find);
  return {
    name: "agent.py",
    path: "agent.py",
    module,
    modules,
    faults,
    nameOf: (path) => path,
    packaged: new Set(["agent.py"]),
    folder: "/nowhere/agent",
    config: undefined,
    requirements: ["mlflow==3.17.2"],
    pythonVersion: "3.12.3",
  };
}

const counts = { uses: 0, unresolved: 0, findings: 0 };

/** One agent after the other, as a preview does. */
async function all() {
  for (const text of texts) {
    const reading = await time("  read: the grammar's tree, names, kind of agent", () => read(text));
    const findings = await time("  checks", () => checkAgent(reading));
    const { uses, unresolved } = await time("  uses", () => readUses(reading));
    counts.findings += findings.length;
    counts.uses += uses.length;
    counts.unresolved += unresolved.length;
  }
}

await time("all of it", all);
await time("the grammar's parser alone, afterwards", () => {
  for (const text of texts) parser.parse(text);
});
process.stdout.write(JSON.stringify({ rows, ...counts }));
