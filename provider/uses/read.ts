import type { PackageReading } from "../agentCode/reading.js";
import { runAgent } from "../agentCode/run.js";
import { Collector } from "./report/collector.js";
import { UseSinks } from "./sinks/observer.js";
import type { ReadAgent, UsesOptions } from "./types.js";

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
  const sinks = new UseSinks(collector);
  const run = runAgent(reading, { environment: options.environment ?? {}, sinks });
  if (run === undefined) return nothing;
  sinks.end();
  return run.engine.isExhausted
    ? { ...result(reading, collector), stopped: "it is too large" }
    : result(reading, collector);
}

function result(reading: PackageReading, collector: Collector): ReadAgent {
  const order = reading.modules?.modules.map(({ path }) => path) ?? [reading.path];
  const { actsForUser, loadsDotenv } = collector;
  return { ...collector.all(order), loadsDotenv, actsForUser };
}
