import { allRules, type Finding } from "../../provider/checks/index.js";
import { UsageError } from "../usage.js";
import { type Judged, judgeTarget } from "./judged.js";
import { helpText, type Options, parseOptions } from "./options.js";
import { type CheckedAgent, reportOf } from "./report.js";
import type { Checked } from "./sources.js";
import { findTargets, type Target, workingFolder } from "./targets.js";
import { renderAgent, renderAllowed, renderText } from "./text.js";
import { judgeInThreads, threadsFor } from "./threads.js";
import { tryAgent } from "./trying.js";

/** Where the command writes to. */
export interface Surroundings {
  /** Absolute folder that paths are meant from, and files are named from. */
  folder: string;
  out(text: string): void;
  err(text: string): void;
  /** Whether `out` is a terminal that shows colours. */
  colour: boolean;
}

/**
 * `mlflow-agents check`: what would make an agent fail where it is served.
 *
 * @returns the exit code: 0, or 1 where an error was found
 * @throws UsageError
 */
export async function checkCommand(args: readonly string[], given?: Surroundings): Promise<number> {
  const surroundings = given ?? ofProcess();
  const options = parseOptions(args, [...allRules.map(({ code }) => code), "package"]);
  if (options === "help") surroundings.out(`${helpText}\n`);
  else if (options.list) surroundings.out(rulesText());
  else return check(options, surroundings);
  return 0;
}

async function check(options: Options, { folder, out, err, colour }: Surroundings): Promise<number> {
  const agents: CheckedAgent[] = [];
  const findings: Finding[] = [];
  const inApps = new Set<string>();
  for await (const { judged, checked } of judgeAll(findTargets(options.paths, folder), options, folder)) {
    const { agent } = judged;
    findings.push(...judged.findings);
    if (agent === undefined) continue;
    for (const one of judged.along) inApps.add(one);
    agents.push(agent);
    if (!options.json && !options.quiet) {
      err(`${renderAgent(agent)}\n`);
      for (const one of judged.allowed) err(`${renderAllowed(one)}\n`);
    }
    const { attempt, environmentVariables } = options;
    const hasErrors = judged.findings.some(({ severity }) => severity === "error");
    // An app is started, and not loaded by MLflow.
    if (attempt === undefined || checked === undefined || checked.app || hasErrors) continue;
    const say = (message: string) => options.json || options.quiet || err(`${agent.file}: ${message}\n`);
    const tried = await tryAgent(checked, attempt, environmentVariables, say);
    findings.push(...tried.findings);
    if (tried.details !== "") err(`${tried.details}\n`);
  }
  if (agents.length === 0) {
    throw new UsageError(
      `No file in ${options.paths.join(", ")} calls mlflow.models.set_model: there is no agent to check.`,
    );
  }
  // The file that starts a server and the one with its functions are one app.
  const own = agents.filter(({ app, file }) => app !== true || !inApps.has(file));
  const report = reportOf(own.length > 0 ? own : agents, findings, options.warningsAsErrors);
  out(options.json ? `${JSON.stringify(report, undefined, 2)}\n` : renderText(report, colour, options.quiet));
  return report.errors > 0 ? 1 : 0;
}

// Reading waits for the disk: so many agents at once.
const parallel = 8;

/** Judges agents, some at once, and gives them in their order; many of them in several threads. */
async function* judgeAll(
  targets: readonly Target[],
  options: Options,
  folder: string,
): AsyncGenerator<{ judged: Judged; checked?: Checked }> {
  const threads = options.attempt === undefined ? threadsFor(targets.length) : 1;
  if (threads > 1) {
    for await (const judged of judgeInThreads(targets, options, folder, threads)) yield { judged };
    return;
  }
  for (let start = 0; start < targets.length; start += parallel) {
    const some = targets.slice(start, start + parallel);
    yield* await Promise.all(some.map((target) => judgeTarget(target, options, folder)));
  }
}

function ofProcess(): Surroundings {
  return {
    folder: workingFolder(),
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    colour: process.stdout.isTTY === true && process.env.NO_COLOR === undefined,
  };
}

function rulesText(): string {
  const width = Math.max(...allRules.map(({ code }) => code.length));
  return allRules
    .map(({ code, severity, title }) => `${code.padEnd(width)}  ${severity.padEnd(7)}  ${title}\n`)
    .join("");
}
