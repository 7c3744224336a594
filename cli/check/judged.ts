import { type AfterAllowing, applyAllowed, checkAgent, type Finding } from "../../provider/checks/index.js";
import type { Options } from "./options.js";
import { noAgentFindings, packagingFindings } from "./packaging.js";
import type { CheckedAgent } from "./report.js";
import { type Checked, isDriver, isNoAgent, readAlong, readTarget } from "./sources.js";
import type { Target } from "./targets.js";

/** What came of reading one agent: plain data, which a thread can hand to another. */
export interface Judged {
  /** Absent for a file that is none. */
  agent?: CheckedAgent;
  findings: Finding[];
  /** Findings that the program allows. */
  allowed: AfterAllowing["allowed"];
  /** Files that an app's entry brings along. */
  along: readonly string[];
}

/** Reads an agent and says what would make it fail. */
export async function judgeTarget(
  target: Target,
  options: Options,
  folder: string,
): Promise<{ judged: Judged; checked: Checked }> {
  const checked = await readTarget(target, options, folder);
  if (isDriver(target, checked)) return { judged: { findings: [], allowed: [], along: [] }, checked };
  if (isNoAgent(target, checked)) {
    return { judged: { findings: noAgentFindings(checked, options), allowed: [], along: [] }, checked };
  }
  const agent: CheckedAgent = {
    file: checked.file,
    requirements: checked.requirements ?? null,
    modelConfig: checked.modelConfig ?? null,
    policy: (checked.policy === undefined ? undefined : checked.program) ?? null,
    codePaths: checked.codePaths,
    program: checked.program ?? null,
    ...(checked.app ? { app: true } : {}),
  };
  const { reading } = checked.plan;
  const { only, without } = options;
  const { configKnown, requirementsKnown, policy, pathsFrom, app } = checked;
  const chosen = only === undefined ? { without } : { only, without };
  const known = { configKnown, requirementsKnown, policy, pathsFrom, app };
  const all = reading === undefined ? [] : checkAgent(reading, { ...known, ...chosen });
  const { findings, allowed } = applyAllowed(all, checked.allow);
  findings.push(...packagingFindings(checked, chosen));
  return { judged: { agent, findings, allowed, along: checked.app ? [...readAlong(checked)] : [] }, checked };
}
