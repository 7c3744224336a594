import { parentPort } from "node:worker_threads";
import { UsageError } from "../usage.js";
import { judgeTarget } from "./judged.js";
import type { Answer, Question } from "./threads.js";

// One thread of `mlflow-agents check`: it reads the agents that it is asked for.
parentPort?.on("message", async ({ index, target, options, folder }: Question) => {
  let answer: Answer;
  try {
    answer = { index, judged: (await judgeTarget(target, options, folder)).judged };
  } catch (error) {
    answer = {
      index,
      error: error instanceof Error ? error.message : String(error),
      isUsage: error instanceof UsageError,
    };
  }
  parentPort?.postMessage(answer);
});
