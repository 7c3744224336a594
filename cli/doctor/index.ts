import { parseArgs } from "node:util";
import { resolveCacheFolder, resolveDataFolder } from "../../workspace/paths.js";
import { Progress } from "../progress.js";
import { UsageError } from "../usage.js";
import type { Check, Finding, Machine } from "./check.js";
import { places } from "./places.js";
import { needed, neededLocally } from "./tools.js";

const help = `Usage: mlflow-agents doctor [--fix] [--json]

Tells what is on this machine of what an agent's first deployment needs, and what is missing. Exit code 0 only where all of it
is there: Node, npm and a Pulumi CLI, and a place for agents, which is the workspace that the environment names, else the
local one with its Python. No credential is printed.

Options:
  --fix    set up what is missing and can be: the Pulumi CLI, the Python environment
  --json   as JSON`;

const notLooked =
  "the stacks' own configuration (mlflow-agents:host and the like), and what your identity may do there";

/**
 * `mlflow-agents doctor`.
 *
 * @param args what follows `doctor`
 * @returns 0 where all that is needed is there, else 1
 */
export async function doctorCommand(args: string[], env: NodeJS.ProcessEnv = process.env): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      fix: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  if (positionals.length > 0) throw new UsageError(`doctor takes no argument, such as ${positionals.join(" ")}.`);
  const machine: Machine = { env, cache: resolveCacheFolder(), data: resolveDataFolder() };
  const { findings: found, remote } = await places(machine);
  const tools: Finding[] = [];
  for (const check of needed) tools.push(await looked(check, machine, values.fix));
  for (const check of neededLocally) {
    const finding = await looked(check, machine, values.fix && !remote);
    // Agents that go elsewhere need no Python here.
    const optional = remote && finding.state === "missing";
    tools.push(
      optional ? { ...finding, state: "note", detail: `${finding.detail} (for the local workspace only)` } : finding,
    );
  }
  const findings = [...tools, ...found];
  const missing = findings.filter(({ state }) => state === "missing").map(({ name }) => name);
  const ok = missing.length === 0;
  if (values.json) console.log(JSON.stringify({ ok, missing, findings, notLooked }, undefined, 2));
  else console.log(text(findings, missing));
  return ok ? 0 : 1;
}

async function looked(check: Check, machine: Machine, fix: boolean): Promise<Finding> {
  const before = await check.look(machine);
  const { fix: make } = check;
  if (!fix || before.state !== "missing" || make === undefined) return { name: check.name, ...before };
  await new Progress().step(check.name, (say) => make(machine, say));
  return { name: check.name, ...(await check.look(machine)) };
}

const marks = { ok: "✓", missing: "✗", note: "·", notLooked: "?" } as const;

function text(findings: readonly Finding[], missing: readonly string[]): string {
  const lines = findings.flatMap(({ name, state, detail, way }) => [
    `${marks[state]} ${name.padEnd(20)} ${state === "notLooked" ? `not looked at: ${detail}` : detail}`,
    ...(way === undefined ? [] : [`  → ${way}`]),
  ]);
  const end = missing.length === 0 ? "all that is needed is there" : `missing: ${missing.join(", ")}`;
  return [...lines, "", `not looked at: ${notLooked}`, end].join("\n");
}
