import type { PackageReading } from "../agentCode/reading.js";
import { type AgentRun, runAgent, runOf } from "../agentCode/run.js";
import { Collector } from "./report/collector.js";
import { UseSinks } from "./sinks/observer.js";
import type { ReadAgent, UsesOptions } from "./types.js";

/**
 * Reads what an agent's code uses: which endpoints, indexes, functions, spaces, warehouses, tables, connections … it
 * names in what is run when it is loaded or asked. Never throws; no network, no Python.
 *
 * @param reading from `planPackage`
 * @param options what is known beside the files
 */
export function readUses(reading: PackageReading, options: UsesOptions = {}): ReadAgent {
  if (options.environment !== undefined) return readRun(runWith(reading, options.environment));
  const known = alreadyRead.get(reading) ?? readRun(sharedRun(reading));
  alreadyRead.set(reading, known);
  return known;
}

/** Makes who watches an agent for what it uses: `planPackage` and {@link readUses} can share one run of it. */
export function useSinks(): UseSinks {
  return new UseSinks(new Collector());
}

// The policy and the endpoint's variables are judged by one reading.
const alreadyRead = new WeakMap<PackageReading, ReadAgent>();

/** The run of the agent that others asked for as well, where uses were watched in it. */
function sharedRun(reading: PackageReading): WatchedRun {
  const run = runOf(reading, useSinks);
  const { sinks } = run.observer;
  return sinks instanceof UseSinks ? { reading, run, sinks } : runWith(reading, {});
}

interface WatchedRun {
  reading: PackageReading;
  run: AgentRun;
  sinks: UseSinks;
}

function runWith(reading: PackageReading, environment: Readonly<Record<string, string>>): WatchedRun {
  const sinks = useSinks();
  return { reading, run: runAgent(reading, { environment, sinks }), sinks };
}

function readRun({ reading, run: { stopped }, sinks }: WatchedRun): ReadAgent {
  sinks.end();
  const order = reading.modules?.modules.map(({ path }) => path) ?? [reading.path];
  const { actsForUser, loadsDotenv } = sinks.collector;
  return { ...sinks.collector.all(order), loadsDotenv, actsForUser, ...(stopped === undefined ? {} : { stopped }) };
}
