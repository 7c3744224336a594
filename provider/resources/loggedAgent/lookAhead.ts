import type { Limiter, Workspace } from "../../http/index.js";
import * as api from "./api.js";
import { storeOf } from "./protocol.js";
import type { LoggedModel } from "./store.js";

/** One page of models, newest first. */
export interface Page {
  models: LoggedModel[];
  next: string | undefined;
}

/** What there is before an agent is logged. */
export interface Found {
  /** Id of the experiment; undefined where there is none. */
  experimentId: string | undefined;
  /** The newest models under the agent's name in it. */
  newest: Page;
}

/**
 * How long what `check` asked for counts, in milliseconds. Whoever logs the same content to the same experiment in between logs
 * it twice, as two that begin at once do.
 */
const freshMs = 10_000;

/** What is remembered of one connection. */
interface Memory {
  /** Ids of experiments by name: guesses, because an experiment can be renamed or deleted. */
  experiments: Map<string, string>;
  /** What was asked for, by experiment and name. */
  asked: Map<string, { at: number; found: Promise<Found | undefined> }>;
}

// Each call of the engine has a workspace object of its own; what they share is the connection's limit.
const memories = new WeakMap<Limiter, Memory>();

function memoryOf({ concurrency }: Workspace): Memory {
  const memory = memories.get(concurrency) ?? { experiments: new Map(), asked: new Map() };
  memories.set(concurrency, memory);
  return memory;
}

const keyOf = (experiment: string, name: string) => JSON.stringify([experiment, name]);

/**
 * Asks for what `create` will want to know, while `check` still reads files. It only reads, and what fails is asked again.
 *
 * @param connected the workspace, once it is there
 */
export async function lookAhead(connected: Promise<Workspace>, experiment: string, name: string): Promise<void> {
  try {
    const workspace = await connected;
    const found = lookUp(workspace, experiment, name).catch(() => undefined);
    memoryOf(workspace).asked.set(keyOf(experiment, name), { at: performance.now(), found });
  } catch {
    // `check` itself says what is wrong with the workspace.
  }
}

/** What there is before an agent is logged, from {@link lookAhead} if that was just now. */
export async function lookFor(workspace: Workspace, experiment: string, name: string): Promise<Found> {
  const { asked } = memoryOf(workspace);
  const key = keyOf(experiment, name);
  const before = asked.get(key);
  // Once only: it changes what it is asked for.
  asked.delete(key);
  const isFresh = before !== undefined && performance.now() - before.at < freshMs;
  return (isFresh ? await before.found : undefined) ?? lookUp(workspace, experiment, name);
}

async function lookUp(workspace: Workspace, experiment: string, name: string): Promise<Found> {
  const { experiments } = memoryOf(workspace);
  const newestIn = async (experimentId: string) => (await storeOf(workspace)).search({ experimentId, name });
  // The last id is asked for its models while the name is looked up; it counts only if the name still has it.
  const guess = experiments.get(experiment);
  const guessed = guess === undefined ? undefined : newestIn(guess).catch(() => undefined);
  const experimentId = await api.getExperiment(workspace, experiment);
  if (experimentId === undefined) {
    experiments.delete(experiment);
    return { experimentId, newest: { models: [], next: undefined } };
  }
  experiments.set(experiment, experimentId);
  const newest = (experimentId === guess ? await guessed : undefined) ?? (await newestIn(experimentId));
  return { experimentId, newest };
}
