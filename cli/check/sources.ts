import { existsSync } from "node:fs";
import path from "node:path";
import { isAppEntry } from "../../provider/agentCode/appEntry.js";
import { type Allowed, developmentConfig, missingCodePaths } from "../../provider/checks/index.js";
import type { AgentSource, PlanResult } from "../../provider/modelPackage/index.js";
// Not from the room's index: that loads zod, which takes longer than a check.
import { planPackage } from "../../provider/modelPackage/plan.js";
import { testedReleases } from "../../provider/modelPackage/releases.js";
import type { DeclaredPolicy } from "../../provider/policy/declared.js";
import { useSinks } from "../../provider/uses/index.js";
import { type From, gives, isTexts } from "./literals.js";
import type { Options } from "./options.js";
import { configOfProgram } from "./programConfig.js";
import { allowedByProgram, policyOfProgram } from "./programPolicy.js";
import type { Literal } from "./reader.js";
import { requirementsOf } from "./requirements.js";
import type { Target } from "./targets.js";

/** What an agent is checked with, and where that comes from. */
export interface Checked {
  /** The agent's file, from the current folder. */
  file: string;
  /** Where its requirements come from; undefined: not known, so imports are not compared. */
  requirements: string | undefined;
  /** Where its configuration comes from; undefined: not known, so keys are not compared. */
  modelConfig: string | undefined;
  codePaths: string[];
  /** The Pulumi program that declares it. */
  program: string | undefined;
  plan: PlanResult;
  configKnown: boolean;
  requirementsKnown: boolean;
  /** Whether it is an app's entry, which is not logged. */
  app: boolean;
  /** Absolute folder that its code paths are meant from. */
  pathsFrom: string;
  /** What a program declares that it may use; undefined: not known, so what it uses is not compared. */
  policy: DeclaredPolicy | undefined;
  /** Findings that the program allows. */
  allow: Allowed[];
}

/**
 * Reads an agent with what the command line says, else what a program says, else what lies beside it.
 *
 * @param base the current folder, from which files are named
 */
export async function readTarget(target: Target, options: Options, base: string): Promise<Checked> {
  const { declared } = target;
  const name = (absolute: string) => path.relative(base, absolute).split(path.sep).join("/");
  const fromProgram = (written: string) => path.resolve(declared?.folder ?? base, written);
  const program = declared === undefined ? undefined : name(path.join(declared.folder, declared.file));
  const source: AgentSource = {
    code: target.code,
    // What a program logs is run by MLflow as it is.
    notebook: declared === undefined,
    codePaths: [],
    artifacts: {},
    mlflowVersion: newestRelease(),
    ignore: isTexts(declared?.literals.ignore) ? declared.literals.ignore : [],
    pythonVersion: options.pythonVersion ?? textOf(declared?.literals.pythonVersion),
  };
  const kind = declared?.literals.interface;
  if (
    kind === "ResponsesAgent" ||
    kind === "ChatAgent" ||
    kind === "ChatModel" ||
    kind === "PythonModel" ||
    kind === "LangChain"
  ) {
    source.interface = kind;
  }
  const requirements = requirementsOf(target, options, base);
  Object.assign(source, requirements?.given);
  const config = configOf(target, options, base);
  source.modelConfig = config?.value;
  const told =
    options.codePaths?.map((one) => path.resolve(base, one)) ?? pathsOf(declared?.literals.codePaths, fromProgram);
  source.codePaths = told ?? [];
  // Code paths that a program works out are not known: what lies beside the agent is as good a guess as any.
  const guessPaths = told === undefined && (declared === undefined || gives(declared, "codePaths"));
  const plan = await planFound(source, base, guessPaths, config === undefined);
  // What a program leaves out by rules that it works out is not known: what lies there may not be packaged.
  if (declared !== undefined && gives(declared, "ignore") && !isTexts(declared.literals.ignore))
    plan.result.warnings = plan.result.warnings.filter(({ path }) => !path.startsWith("codePaths"));
  return {
    file: name(target.code),
    requirements: requirements === undefined ? undefined : requirements.from === "" ? program : name(requirements.from),
    modelConfig:
      plan.development === undefined
        ? config && (config.from === "" ? program : name(config.from))
        : name(plan.development),
    codePaths: source.codePaths.map(name),
    program,
    plan: plan.result,
    configKnown: config !== undefined,
    requirementsKnown: requirements !== undefined,
    app: declared === undefined && isApp(plan.result),
    pathsFrom: declared?.folder ?? base,
    policy: declared === undefined ? undefined : policyOfProgram(declared),
    allow: declared === undefined ? [] : allowedByProgram(declared),
  };
}

/** Plans with what is known, and again with what that shows to lie in its repository. */
async function planFound(
  source: AgentSource,
  base: string,
  guessPaths: boolean,
  guessConfig: boolean,
): Promise<{ result: PlanResult; development?: string }> {
  let result = await planPackage(source, base, useSinks);
  const folder = path.dirname(source.code);
  // All of its folder goes along with an app.
  const guesses = guessPaths && !isApp(result);
  // Each round finds what the files of the round before import.
  for (let round = 0; guesses && round < 20 && result.reading !== undefined; round++) {
    const fresh = missingCodePaths(result.reading).filter((one) => !source.codePaths.includes(one));
    if (fresh.length === 0) break;
    source.codePaths.push(...fresh);
    result = await planPackage(source, base, useSinks);
  }
  const written = guessConfig && result.reading !== undefined ? developmentConfig(result.reading) : undefined;
  const development = [folder, base]
    .map((one) => path.join(one, written ?? ""))
    .find((one) => written !== undefined && existsSync(one));
  if (development === undefined) return { result };
  source.modelConfig = development;
  return { result: await planPackage(source, base, useSinks), development };
}

/** Whether a file is an app's entry, and no agent to log at the same time. */
function isApp({ reading }: PlanResult): boolean {
  return reading?.faults.some(({ code }) => callsNothing.has(code)) === true && isAppEntry(reading.module);
}

/** Names of the files that are read with an agent and are not in its package. */
export function readAlong({ plan }: Pick<Checked, "plan">): string[] {
  return (plan.reading?.modules?.modules ?? []).flatMap(({ outside }) => outside?.name ?? []);
}

/** Whether a notebook that nothing points to writes an agent's file that is there: that file is the agent. */
export function isDriver({ maybe }: Target, { plan }: Pick<Checked, "plan">): boolean {
  return maybe && plan.reading?.writes !== undefined && existsSync(plan.reading.writes);
}

/** What says that a file sets no model when it is loaded. */
const callsNothing = new Set<string>(["missing-set-model", "guarded-set-model"]);

/** Whether a file that nothing points to only speaks of `set_model`: a script, a driver notebook, a helper. */
export function isNoAgent({ maybe }: Target, { app, plan }: Pick<Checked, "app" | "plan">): boolean {
  if (!maybe || app) return false;
  return plan.reading?.faults.some(({ code }) => callsNothing.has(code)) === true;
}

function configOf(target: Target, options: Options, base: string): From<AgentSource["modelConfig"]> | undefined {
  if (options.modelConfig !== undefined) {
    const file = path.resolve(base, options.modelConfig);
    return { value: file, from: file };
  }
  const { declared } = target;
  if (declared === undefined) return undefined;
  const value = declared.literals.modelConfig;
  if (typeof value === "string") {
    const file = path.resolve(declared.folder, value);
    return { value: file, from: file };
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    const config = configOfProgram(declared.text, declared.sources.modelConfig ?? "");
    return config === undefined ? undefined : { value: config, from: "" };
  }
  return gives(declared, "modelConfig") ? undefined : { value: undefined, from: "" };
}

function pathsOf(value: Literal | undefined, resolve: (written: string) => string): string[] | undefined {
  return isTexts(value) ? value.map(resolve) : undefined;
}

function textOf(value: Literal | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function newestRelease(): string {
  return testedReleases.at(-1) ?? "3.17.2";
}
