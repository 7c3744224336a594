import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import path from "node:path";
import { Worker } from "node:worker_threads";
import { UsageError } from "../usage.js";
import type { Judged } from "./judged.js";
import type { Options } from "./options.js";
import type { Target } from "./targets.js";

/** What a thread is asked. */
export interface Question {
  index: number;
  target: Target;
  options: Options;
  folder: string;
}

/** What it answers: what was judged, or what it failed with, and whether the command line is to blame. */
export type Answer = { index: number; judged: Judged } | { index: number; error: string; isUsage: boolean };

// A thread takes as long to start as reading some dozens of agents.
const worthwhile = 40;
// There only once the package is built: its sources are read in one thread.
const worker = path.join(__dirname, "thread.js");

/** A promise that is kept from outside. */
class Waiting<T> {
  resolve: (value: T) => void = () => undefined;
  reject: (error: unknown) => void = () => undefined;
  readonly promise = new Promise<T>((resolve, reject) => {
    this.resolve = resolve;
    this.reject = reject;
  });
}

/** How many threads read so many agents; 1: it is not worth while. */
export function threadsFor(agents: number): number {
  if (agents < worthwhile || !existsSync(worker)) return 1;
  return Math.min(availableParallelism(), Math.floor(agents / (worthwhile / 2)), 8);
}

/** Reads agents in several threads, and gives what was judged of each, in their order. */
export async function* judgeInThreads(
  targets: readonly Target[],
  options: Options,
  folder: string,
  count: number,
): AsyncGenerator<Judged> {
  const answers = targets.map(() => new Waiting<Judged>());
  // Who goes through the answers meets a failure in its place.
  for (const { promise } of answers) promise.catch(() => undefined);
  let next = 0;
  const threads = Array.from({ length: count }, () => new Worker(worker));
  const ask = (thread: Worker) => {
    const target = targets[next];
    if (target === undefined) return;
    const question: Question = { index: next, target, options, folder };
    next += 1;
    thread.postMessage(question);
  };
  for (const thread of threads) {
    thread.on("message", (answer: Answer) => {
      const waiting = answers[answer.index];
      if ("judged" in answer) waiting?.resolve(answer.judged);
      else waiting?.reject(answer.isUsage ? new UsageError(answer.error) : new Error(answer.error));
      ask(thread);
    });
    thread.on("error", (error) => {
      for (const { reject } of answers) reject(error);
    });
    thread.on("exit", () => {
      for (const { reject } of answers) reject(new Error("a thread that reads agents ended before its answers."));
    });
    // Two at once: while one waits for the disk, the other is read.
    ask(thread);
    ask(thread);
  }
  try {
    for (const { promise } of answers) yield await promise;
  } finally {
    await Promise.all(threads.map((thread) => thread.terminate()));
  }
}
