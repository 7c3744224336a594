// One process of the bench: texts come in, times go out. A fresh one each time, as a preview is a fresh process too.
import { mkdtempSync, readFileSync, rmdirSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

const require = createRequire(import.meta.url);
const load = (path) => require(`../../../dist/provider/${path}`);
const { parser } = createRequire(require.resolve("../../../package.json"))("@lezer/python");
const { parsePython } = load("python/source/parse.js");
const { readModule } = load("python/source/scope.js");
const { readLocalModules } = load("python/source/localModules.js");
const { readAgent } = load("agentCode/agent.js");
const { checkAgent } = load("checks/index.js");
const { readUses } = load("uses/index.js");

// Asking for the processor's time takes time itself: it is asked for once in so many files.
const atOnce = 20;

const texts = JSON.parse(readFileSync(0, "utf8"));
const folder = mkdtempSync(join(tmpdir(), "bench-read-"));
const rows = { parser: none(), reading: none(), checks: none(), uses: none() };
const counts = { uses: 0, unresolved: 0, findings: 0 };

function none() {
  return { wall: 0, processor: 0 };
}

async function time(row, items, run) {
  const used = process.cpuUsage();
  const started = performance.now();
  const results = [];
  for (const item of items) results.push(await run(item));
  const { user, system } = process.cpuUsage(used);
  rows[row].wall += performance.now() - started;
  rows[row].processor += (user + system) / 1_000;
  return results;
}

async function read(text) {
  const module = readModule(parsePython(text));
  const nameOf = (path) => path;
  const modules = await readLocalModules({ agent: module, agentPath: "agent.py", files: [], nameOf });
  const reading = {
    name: "agent.py",
    path: "agent.py",
    module,
    modules,
    faults: [],
    unread: [],
    nameOf,
    packaged: new Set(["agent.py"]),
    folder,
    config: undefined,
    document: () => undefined,
    requirements: ["mlflow==3.17.2"],
    pythonVersion: "3.12.3",
  };
  return reading;
}

/** The one run of an agent's code: its kind, and what it uses. */
function run(reading) {
  const uses = readUses(reading);
  reading.faults.push(...readAgent(reading).faults);
  return uses;
}

try {
  for (let from = 0; from < texts.length; from += atOnce) {
    const some = texts.slice(from, from + atOnce);
    const readings = await time("reading", some, read);
    for (const { uses, unresolved } of await time("uses", readings, run)) {
      counts.uses += uses.length;
      counts.unresolved += unresolved.length;
    }
    for (const found of await time("checks", readings, (reading) => checkAgent(reading)))
      counts.findings += found.length;
    // What it costs to parse and nothing else: no reading can be faster.
    await time("parser", some, (text) => parser.parse(text));
  }
} finally {
  rmdirSync(folder);
}
process.stdout.write(JSON.stringify({ rows, ...counts }));
