import type { PackageReading } from "../../provider/agentCode/reading.js";
import { notRead } from "../../provider/checks/index.js";
import { placeInWhole } from "../../provider/python/source/origin.js";
import { readUses, type UsePlace, type Uses } from "../../provider/uses/index.js";
import type { Surroundings } from "../check/index.js";
import { noOptions } from "../check/options.js";
import { isDriver, isNoAgent, readAlong, readTarget } from "../check/sources.js";
import { findTargets, workingFolder } from "../check/targets.js";
import { UsageError } from "../usage.js";
import { type NeededPolicy, neededPolicy } from "./needed.js";
import { parsePolicyOptions, policyHelp } from "./options.js";
import { asJson, asTypeScript, asYaml } from "./render.js";

/**
 * `mlflow-agents policy`: the AuthPolicy that an agent's code needs.
 *
 * @returns the exit code: 0, 1 where an agent cannot be read, or 3 where not all of an agent's code could be read
 * @throws UsageError
 */
export async function policyCommand(args: readonly string[], given?: Surroundings): Promise<number> {
  const { folder, out, err } = given ?? {
    folder: workingFolder(),
    out: (text: string) => process.stdout.write(text),
    err: (text: string) => process.stderr.write(text),
  };
  const options = parsePolicyOptions(args);
  if (options === "help") {
    out(`${policyHelp}\n`);
    return 0;
  }
  const policies = new Map<string, NeededPolicy>();
  const inApps = new Set<string>();
  const apps = new Set<string>();
  let unread = 0;
  for (const target of findTargets(options.paths, folder)) {
    const { modelConfig, codePaths } = options;
    const checked = await readTarget(target, { ...noOptions, modelConfig, codePaths }, folder);
    const { file, plan, app } = checked;
    const { reading } = plan;
    const faults = reading?.faults.map(({ message }) => message) ?? plan.problems.map(({ message }) => message);
    if (isDriver(target, checked)) continue;
    if (isNoAgent(target, checked)) {
      err(printable(`${file}: it speaks of set_model and does not call it when it is loaded: taken for no agent.\n`));
      continue;
    }
    if (app) for (const one of readAlong(checked)) inApps.add(one);
    if (reading?.modules === undefined) {
      unread += 1;
      err(printable(`${file}: it cannot be read: ${faults[0]?.split("\n")[0] ?? "it is not Python"}\n`));
      continue;
    }
    const uses = readUses(reading, { environment: options.environment });
    const extent = { notRead: notRead(reading, uses), filesRead: reading.modules.modules.length };
    const policy = neededPolicy(file, inCells(uses, reading), plan.plan?.interface === "LangChain", extent);
    if (app) apps.add(file);
    // Two stacks of one program may declare the same agent.
    policies.set(JSON.stringify(policy), policy);
  }
  if (policies.size === 0 && unread === 0)
    throw new UsageError(`No file in ${options.paths.join(", ")} calls mlflow.models.set_model: there is no agent.`);
  // The file that starts a server and the one with its functions are one app.
  const own = [...policies.values()].filter(({ file }) => !apps.has(file) || !inApps.has(file));
  const all = own.length > 0 ? own : [...policies.values()];
  if (all.length > 0) out({ typescript: asTypeScript, json: asJson, yaml: asYaml }[options.format](all));
  if (unread > 0) return 1;
  return all.every(({ complete }) => complete) ? 0 : 3;
}

/** Lines of an `.ipynb` are those of its cells. */
function inCells(uses: Uses, { name, module: { origin } }: PackageReading): Uses {
  if (origin?.cells === undefined) return uses;
  const placed = <T extends UsePlace>(one: T): T =>
    one.file === name ? { ...one, ...placeInWhole(origin, one.from) } : one;
  return { ...uses, uses: uses.uses.map(placed), unresolved: uses.unresolved.map(placed) };
}

/** Text without what a terminal would obey. */
function printable(text: string): string {
  return text.replace(/[^\n\P{Cc}]|[\p{Cf}\p{Zl}\p{Zp}]/gu, "\ufffd");
}
