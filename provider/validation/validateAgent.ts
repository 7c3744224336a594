import path from "node:path";
import { AgentsError } from "../errors.js";
import { redactor } from "../http/redact.js";
import { cacheFolder } from "./cacheFolder.js";
import { ensureEnvironment } from "./environment.js";
import { failure, lastLines, printable } from "./failure.js";
import { type Host, thisHost } from "./host.js";
import { resolveRequirements } from "./install.js";
import { stageClock } from "./progress.js";
import { Reports, type Told } from "./reports.js";
import { ResultCache } from "./resultCache.js";
import type { Finished } from "./run.js";
import { makeSandbox, type Sandbox } from "./sandbox.js";
import { Turns } from "./turns.js";
import type { ValidationFailed, ValidationRequest, ValidationResult } from "./types.js";
import { agentVariables, secretCredentials, secretValues } from "./variables.js";

/** Seconds for loading and asking where the user names none. */
export const defaultTimeoutSeconds = 120;
/** A Python process with MLflow takes 200 to 400 MB: so many at once. */
const turns = new Turns(2);

/** What a validation is given beside its request. */
export interface ValidationOptions {
  /** Ends it, and every process that it started. */
  signal?: AbortSignal | undefined;
  /** Shows what it is doing. */
  progress?(message: string): void;
  /** The machine. Default: this one. */
  host?: Host;
}

/**
 * Tries an agent before it is logged. `install`: a resolver is asked whether its requirements can be installed, and no
 * answer is no failure but `unchecked`. `load` and `predict`: its package is written to a private folder, and real MLflow, in a Python environment
 * of its declared requirements, loads it and (`predict`) asks it its example, as a stream as well when its class has one.
 *
 * The result of an agent that passed is kept by its digest, so that an unchanged one costs a millisecond; a failing one is
 * tried again each time.
 *
 * The agent runs as this user. Kept from it are this process's environment but for what is declared, the user's home and
 * working folder, a terminal, and more time or surviving processes than it was given. Not kept from it are the file system
 * and the network: what it writes elsewhere is reported as a warning.
 *
 * @throws AgentsError `cancelled`, `fileRefused` when a file changed meanwhile, `unsupported` on Windows
 */
export async function validateAgent(
  request: ValidationRequest,
  options: ValidationOptions = {},
): Promise<ValidationResult> {
  const { host = thisHost() } = options;
  if (process.platform === "win32")
    throw new AgentsError("unsupported", "`validate` cannot run an agent on Windows. Use WSL, or leave it out.");
  const cache = cacheFolder(host.env);
  const results = new ResultCache(path.join(cache, "validation", "results"), host.env);
  const known = await results.find(request);
  if (known !== undefined) return known;
  if (request.mode === "predict" && request.plan.generated["input_example.json"] === undefined) return noExample;
  const result = await turns.take(async () => {
    const clock = stageClock(options.progress ?? (() => undefined), host.now);
    try {
      const attempted =
        request.mode === "install"
          ? await install(request, options, host, cache, clock.show)
          : await attempt({ ...request, mode: request.mode }, options, host, cache, clock.show);
      // The last status line stays on the resource's row.
      if (attempted.ok) clock.show(attempted.unchecked === undefined ? "passed" : "not checked");
      return attempted;
    } finally {
      clock.stop();
    }
  });
  if (result.ok && result.unchecked === undefined) await results.keep(request, result);
  return result;
}

const noExample: ValidationFailed = {
  ok: false,
  stage: "predict",
  summary: "there is nothing to ask the agent",
  exitCode: null,
  output: "",
  frames: [],
  hint: 'Give an `inputExample`, or validate with "load" only.',
  warnings: [],
};

async function install(
  { plan }: ValidationRequest,
  { signal }: ValidationOptions,
  host: Host,
  cache: string,
  show: (what: string) => void,
): Promise<ValidationResult> {
  throwIfCancelled(signal);
  show("resolving the requirements");
  const resolved = await resolveRequirements(host, plan, cache, signal);
  throwIfCancelled(signal);
  if (resolved.outcome === "resolved") return { ok: true, cached: false, warnings: [] };
  const secrets = redactor();
  secrets.add(...secretValues(host.env, [], plan.requirements));
  const output = lastLines(printable(secrets.redact(resolved.output)));
  if (resolved.outcome === "refused") {
    const { exitCode } = resolved;
    const summary = "uv's resolver finds no releases that go together";
    const hint = "Correct `requirements` or `constraints` as it says; `pythonVersion` decides as well.";
    return { ok: false, stage: "install", summary, hint, exitCode, output, frames: [], warnings: [] };
  }
  const said = output === "" ? "" : `\n${output}`;
  return { ok: true, cached: false, warnings: [], unchecked: `${resolved.why}.${said}` };
}

async function attempt(
  request: ValidationRequest & { mode: "load" | "predict" },
  { signal }: ValidationOptions,
  host: Host,
  cache: string,
  show: (what: string) => void,
): Promise<ValidationResult> {
  const { plan, environmentVariables = [], credentials = {} } = request;
  throwIfCancelled(signal);
  const sandbox = await makeSandbox(plan, host.folder, signal);
  try {
    const making = () => show("making the Python environment");
    const environment = await ensureEnvironment(host, { plan, model: sandbox.model, cache, signal, making });
    throwIfCancelled(signal);
    const secrets = redactor();
    secrets.add(...secretValues(host.env, environmentVariables, plan.requirements), ...secretCredentials(credentials));
    // The sandbox has another name each time.
    const clean = (text: string) => printable(secrets.redact(text).replaceAll(`${path.dirname(sandbox.model)}/`, ""));
    if (!("python" in environment)) {
      const { summary, hint, exitCode } = environment;
      const output = lastLines(clean(environment.output));
      return { ok: false, stage: "environment", summary, hint, exitCode, output, frames: [], warnings: [] };
    }
    const { told, finished } = await runAgent(request, sandbox, environment.python, host, signal, show);
    throwIfCancelled(signal);
    const warnings = told.wrote.map(
      (file) =>
        `the agent writes outside of its folder: ${clean(file)}. Where it is served that file may be out of reach, or gone ` +
        "with the container.",
    );
    if (told.passed && told.exit === 0) return { ok: true, cached: false, warnings };
    const names = new Map(plan.sources.map((source) => [source.path, source.name]));
    const shown = { clean, nameOf: (file: string) => names.get(file) ?? file };
    return { ...failure(told, finished, request.timeoutSeconds ?? defaultTimeoutSeconds, shown), warnings };
  } finally {
    await sandbox.remove();
  }
}

async function runAgent(
  { plan, mode, timeoutSeconds = defaultTimeoutSeconds, environmentVariables = [], credentials }: ValidationRequest,
  sandbox: Sandbox,
  python: string,
  host: Host,
  signal: AbortSignal | undefined,
  show: (what: string) => void,
): Promise<{ told: Told; finished: Finished }> {
  const reports = new Reports();
  show(doing.load);
  const streaming = plan.streaming ? "streaming" : "whole";
  const finished = await host.run({
    program: python,
    // Isolated: neither this user's site packages nor variables of Python's change what is imported.
    args: [
      "-I",
      "-u",
      sandbox.program,
      "supervise",
      sandbox.model,
      mode,
      streaming,
      `${timeoutSeconds}`,
      sandbox.stacks,
    ],
    cwd: sandbox.home,
    env: agentVariables(host.env, environmentVariables, sandbox, credentials),
    // The supervisor keeps the time; this is for one that does not.
    timeoutMs: timeoutSeconds * 1000 + 15_000,
    signal,
    onReport: (line) => {
      const before = reports.told.stage;
      reports.add(line);
      if (reports.told.stage !== before) show(doing[reports.told.stage]);
    },
  });
  return { told: reports.told, finished };
}

const doing = {
  load: "loading the agent",
  predict: "asking the agent its example",
  stream: "asking the agent its example as a stream",
} as const;

function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new AgentsError("cancelled", "cancelled while the agent was tried; nothing was logged.");
}
