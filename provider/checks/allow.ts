import { nearest } from "../lifecycle/nearest.js";
import { allRules } from "./rules/index.js";
import type { Finding } from "./types.js";

/** A finding that somebody has decided to live with. */
export interface Allowed {
  /** The finding's code. */
  finding: string;
  /** The thing that it is about, as a policy declares it. Default: whatever it is about. */
  resource?: string | undefined;
  /** Why it is no fault here. */
  reason: string;
}

/** What becomes of findings by what is allowed. */
export interface AfterAllowing {
  /** Those that count. */
  findings: Finding[];
  /** Those that do not, each with the reason. */
  allowed: { finding: Finding; reason: string }[];
  /** What matched nothing. */
  unused: Allowed[];
}

/** Codes that can be allowed: all but those without which there is no agent. */
export const allowedCodes: readonly string[] = allRules.filter(({ fatal }) => fatal !== true).map(({ code }) => code);

/** Takes the findings that are allowed out of `findings`. */
export function applyAllowed(findings: readonly Finding[], allow: readonly Allowed[]): AfterAllowing {
  const used = new Set<Allowed>();
  const result: AfterAllowing = { findings: [], allowed: [], unused: [] };
  for (const finding of findings) {
    const matching = finding.fatal ? [] : allow.filter((one) => matches(one, finding));
    for (const one of matching) used.add(one);
    const [first] = matching;
    if (first === undefined) result.findings.push(finding);
    else result.allowed.push({ finding, reason: first.reason });
  }
  result.unused = allow.filter((one) => !used.has(one));
  return result;
}

/** What is wrong with the code of something allowed; undefined where nothing is. */
export function unknownCode(code: string): string | undefined {
  if (allowedCodes.includes(code)) return undefined;
  const meant = nearest(code, allowedCodes);
  const hint = meant === undefined ? "`mlflow-agents check --list` names them" : `did you mean "${meant}"?`;
  return allRules.some((rule) => rule.code === code)
    ? "without this there is no agent, so it cannot be allowed"
    : `there is no such finding; ${hint}`;
}

function matches({ finding: code, resource }: Allowed, finding: Finding): boolean {
  if (code !== finding.code) return false;
  return resource === undefined || resource.toLowerCase() === finding.resource?.toLowerCase();
}
