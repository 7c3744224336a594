import { memberOf } from "../python/engine/attributes.js";
import { Engine } from "../python/engine/engine.js";
import { addRoot } from "../python/engine/escape.js";
import type { PythonFile } from "../python/engine/file.js";
import { boundTo, wrapped } from "../python/engine/functions.js";
import { lineageOf } from "../python/engine/lineage.js";
import { scopeAround } from "../python/engine/scope.js";
import { documentValue } from "../python/library/documents.js";
import { nothingGiven } from "../python/values/make.js";
import type { Alternative, PythonClass } from "../python/values/types.js";
import { agentFiles } from "./agentFiles.js";
import { modelBase, modelMethods } from "./libraries.js";
import { AgentObserver, type Sinks } from "./observer.js";
import type { PackageReading } from "./reading.js";
import { writtenCalls } from "./setModel.js";

/** An agent whose code was run by the engine. */
export interface AgentRun {
  engine: Engine;
  observer: AgentObserver;
  /** Why the run stopped before its end, where it did: an agent that is too large, or a fault of this package. */
  stopped: string | undefined;
}

/** What is known, and who watches, while an agent is run. */
export interface RunOptions {
  /** Environment variables that the agent's endpoint sets. */
  environment: Readonly<Record<string, string>>;
  sinks?: Sinks & {
    /** What follows runs code once more that was run before, with what is known by now. */
    again(): void;
  };
}

/**
 * Runs an agent's code as MLflow loads it, and then as MLflow and other libraries call it: the one reading of it that all
 * is concluded from. Never throws: what was met until something failed is true all the same.
 */
export function runAgent(reading: PackageReading, { environment, sinks }: RunOptions): AgentRun {
  const { agent, reader } = agentFiles(reading);
  const config = reading.config === undefined ? undefined : documentValue(reading.config, 0);
  const observer = new AgentObserver(config, sinks);
  const engine = new Engine({ environment, reader }, observer);
  try {
    runRounds(engine, observer, agent, () => sinks?.again());
  } catch (error) {
    const stopped = error instanceof RangeError ? "it nests too deeply" : `fault of this package: ${String(error)}`;
    return { engine, observer, stopped };
  }
  return { engine, observer, stopped: engine.stopped };
}

function runRounds(engine: Engine, observer: AgentObserver, agent: PythonFile, again: () => void): void {
  engine.runFile(agent);
  if (observer.given.length === 0) runBehind(engine, agent);
  observer.loaded();
  for (let round = 0; round < 3; round++) {
    runModels(engine, observer, agent);
    engine.runRoots();
    // What one method reads another may set: once more, now that it is set. What is not set then is what its annotation says.
    const isLast = !engine.missed || round > 0;
    if (isLast && (engine.promising || !engine.promisable)) break;
    engine.promising = isLast;
    engine.missed = false;
    engine.seenRoots.clear();
    engine.escaped.clear();
    // What was handed to a library is called once more too, by whatever it was handed over.
    for (const root of engine.finished.splice(0)) addRoot(engine, root);
    again();
  }
}

/**
 * A file that ends before its `set_model`, by a `raise` at its top or where it is too large, says all the same what it would
 * be: what defines something and was not run, and the call itself, are run now.
 */
function runBehind(engine: Engine, agent: PythonFile): void {
  if (writtenCalls(agent.source).other === undefined) return;
  const scope = scopeAround({ frame: agent.frame, file: agent, owner: undefined });
  const isUnset = (name: string) => agent.frame.own(name) === undefined;
  for (const statement of agent.statements()) {
    const isNew =
      statement.type === "import" ||
      ((statement.type === "class" || statement.type === "function") && isUnset(statement.name)) ||
      (statement.type === "assign" && statement.targets.some((one) => one.type === "name" && isUnset(one.name)));
    const sets =
      statement.type === "expression" && /\bset_model\s*\(/.test(agent.text.slice(statement.from, statement.to));
    if (isNew || sets) engine.execute([statement], scope);
  }
}

const runs = new WeakMap<PackageReading, AgentRun>();

/**
 * The run of an agent that all ask who need to know nothing but its files.
 *
 * @param reading its files
 * @param sinks makes who watches, where it was not run before
 */
export function runOf(reading: PackageReading, sinks?: () => NonNullable<RunOptions["sinks"]>): AgentRun {
  const known = runs.get(reading);
  if (known !== undefined) return known;
  const made = runAgent(reading, { environment: {}, ...(sinks === undefined ? {} : { sinks: sinks() }) });
  runs.set(reading, made);
  return made;
}

/** Has the agent's methods run as MLflow calls them. */
function runModels(engine: Engine, observer: AgentObserver, agent: PythonFile): void {
  const models = observer.given.flatMap(({ value }) => value ?? []);
  if (observer.given.length === 0) {
    // A file without a model is none to log; what its agent does is told all the same.
    const found = [...agent.frame.names()].flatMap((name) => agent.frame.own(name) ?? []);
    const isAgent = (of: PythonClass) =>
      modelBase.test(lineageOf(of).external?.path ?? "") && of.file.frame === agent.frame;
    models.push(...found.filter((one) => one.kind === "instance" && isAgent(one.instance.class)));
    if (models.length === 0) models.push(...found.filter((one) => one.kind === "class" && isAgent(one.class)));
  }
  for (const one of models) runModel(engine, observer, one);
}

function runModel(engine: Engine, observer: AgentObserver, one: Alternative): void {
  if (one.kind === "class") {
    const site = { file: one.class.file, from: one.class.definition.from, to: one.class.definition.from };
    for (const made of engine.construct(one, nothingGiven, site)) runModel(engine, observer, made);
    return;
  }
  if (one.kind !== "instance") {
    engine.escape([one]);
    return;
  }
  const { external } = lineageOf(one.instance.class);
  if (external === undefined || !modelBase.test(external.path)) engine.escape([one]);
  for (const name of modelMethods) {
    for (const member of memberOf(one.instance.class, name)?.value ?? []) {
      const inner = wrapped(member);
      const bound = inner === undefined ? undefined : boundTo(inner, one);
      if (bound?.kind !== "function") continue;
      observer.callsMethod(bound.function, name);
      addRoot(engine, bound);
    }
  }
}
