import type { PackageReading } from "../modelPackage/index.js";
import { agentFiles } from "./agentFiles.js";
import { Engine } from "./engine/engine.js";
import { addRoot, modelBase, modelMethods } from "./engine/escape.js";
import { boundTo, wrapped } from "./engine/functions.js";
import { lineageOf } from "./engine/lineage.js";
import { documentValue } from "./library/documents.js";
import { Collector } from "./report/collector.js";
import { reportPending } from "./sinks/index.js";
import type { ReadAgent, UsesOptions } from "./types.js";
import type { Alternative, PythonClass } from "./values/types.js";

const nothing: ReadAgent = { uses: [], unresolved: [], variables: [], loadsDotenv: false, actsForUser: false };

/**
 * Reads what an agent's code uses: which endpoints, indexes, functions, spaces, warehouses, tables, connections … it
 * names in what is run when it is loaded or asked. Never throws; no network, no Python.
 *
 * @param reading from `planPackage`
 * @param options what is known beside the files
 */
export function readUses(reading: PackageReading, options: UsesOptions = {}): ReadAgent {
  if (options.environment !== undefined) return readSafely(reading, options);
  const known = alreadyRead.get(reading) ?? readSafely(reading, options);
  alreadyRead.set(reading, known);
  return known;
}

// The policy and the endpoint's variables are judged by one reading.
const alreadyRead = new WeakMap<PackageReading, ReadAgent>();

function readSafely(reading: PackageReading, options: UsesOptions): ReadAgent {
  const collector = new Collector();
  try {
    return readWith(reading, options, collector);
  } catch (error) {
    // What was found so far is true all the same, and a preview goes on without the rest.
    const stopped = error instanceof RangeError ? "it nests too deeply" : `fault of this package: ${String(error)}`;
    return { ...result(reading, collector), stopped };
  }
}

function readWith(reading: PackageReading, options: UsesOptions, collector: Collector): ReadAgent {
  const { agent, reader } = agentFiles(reading);
  if (agent === undefined) return nothing;
  const config = reading.config === undefined ? undefined : documentValue(reading.config, 0);
  const engine = new Engine({ config, environment: options.environment ?? {}, reader }, collector);
  engine.runFile(agent);
  collector.keep();
  for (let round = 0; round < 2; round++) {
    runModels(engine, agent.frame.names(), agent.frame);
    engine.runRoots();
    // What one method reads another may set: once more, now that it is set.
    if (!engine.missed) break;
    engine.missed = false;
    if (round === 0) again(engine, collector);
  }
  const { defaultClient } = engine;
  if (defaultClient !== undefined)
    for (const { of, model, site } of engine.pendingModels) reportPending(engine, of, model, site, defaultClient.user);
  return engine.isExhausted
    ? { ...result(reading, collector), stopped: "it is too large" }
    : result(reading, collector);
}

function again(engine: Engine, collector: Collector): void {
  collector.again();
  engine.seenRoots.clear();
  engine.escaped.clear();
}

function result(reading: PackageReading, collector: Collector): ReadAgent {
  const order = reading.modules?.modules.map(({ path }) => path) ?? [reading.path];
  const { actsForUser, loadsDotenv } = collector;
  return { ...collector.all(order), loadsDotenv, actsForUser };
}

/** Has the agent's methods run as MLflow calls them. */
function runModels(
  engine: Engine,
  names: ReadonlySet<string>,
  frame: { own(name: string): readonly Alternative[] | undefined },
): void {
  const models = engine.models.flat();
  if (!engine.modelGiven) {
    // A file without a model is none to log; what its agent does is told all the same.
    const found = [...names].flatMap((name) => frame.own(name) ?? []);
    const isAgent = (of: PythonClass) => modelBase.test(lineageOf(of).external?.path ?? "") && of.file.frame === frame;
    models.push(...found.filter((one) => one.kind === "instance" && isAgent(one.instance.class)));
    if (models.length === 0) models.push(...found.filter((one) => one.kind === "class" && isAgent(one.class)));
  }
  for (const one of models) runModel(engine, one);
}

function runModel(engine: Engine, one: Alternative): void {
  if (one.kind === "class") {
    const site = { file: one.class.file, from: one.class.definition.from, to: one.class.definition.from };
    const given = { positional: [], keywords: new Map(), more: undefined };
    for (const made of engine.construct(one, given, site)) runModel(engine, made);
    return;
  }
  if (one.kind !== "instance") {
    engine.escape([one]);
    return;
  }
  const { own, external } = lineageOf(one.instance.class);
  if (external === undefined || !modelBase.test(external.path)) engine.escape([one]);
  for (const name of modelMethods) {
    for (const part of own) {
      const members = part.frame.own(name);
      if (members === undefined) continue;
      for (const member of members) {
        const inner = wrapped(member);
        const bound = inner === undefined ? undefined : boundTo(inner, one);
        if (bound?.kind === "function") addRoot(engine, bound);
      }
      break;
    }
  }
}
