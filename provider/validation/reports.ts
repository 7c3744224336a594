import { z } from "zod";
import type { AgentFrame, AgentStage, PythonError } from "./types.js";

const frame: z.ZodType<AgentFrame> = z.object({
  file: z.string(),
  line: z.number(),
  function: z.string(),
  text: z.string(),
});

const error = z.object({
  type: z.string(),
  module: z.string(),
  message: z.string(),
  missing: z.string(),
  origin: z.string(),
  frames: z.array(frame),
  explicit: z.boolean(),
});

const stage = z.enum(["load", "predict", "stream"]);

const report = z.union([
  z.object({ stage }),
  z.object({ failed: z.object({ stage, errors: z.tuple([error], error) }) }),
  z.object({ passed: z.literal(true) }),
  z.object({ wrote: z.string() }),
  z.object({ timeout: z.array(frame) }),
  z.object({ exit: z.number().nullable() }),
]);

/** What the Python process told. */
export interface Told {
  /** What it was doing last. */
  stage: AgentStage;
  /** Whether the agent did all that was asked. */
  passed: boolean;
  /** The exception that ended it. */
  error?: PythonError;
  /** Where it was when its time was over; set when it was. */
  hanging?: AgentFrame[];
  /** Files outside of its folder that it wrote. */
  wrote: string[];
  /** Exit code of the agent's process; negative: the signal that ended it. */
  exit: number | null;
}

/** Collects what the Python process tells, a line at a time. */
export class Reports {
  readonly told: Told = { stage: "load", passed: false, wrote: [], exit: null };

  /** Takes a line. One that is not the program's own, which the agent could write as well, is dropped. */
  add(line: string): void {
    const read = report.safeParse(parsed(line));
    if (!read.success) return;
    const { data } = read;
    if ("stage" in data) this.told.stage = data.stage;
    else if ("passed" in data) this.told.passed = true;
    else if ("wrote" in data) this.told.wrote.push(data.wrote);
    else if ("timeout" in data) this.told.hanging = data.timeout;
    else if ("exit" in data) this.told.exit = data.exit;
    else {
      this.told.stage = data.failed.stage;
      this.told.error = mainError(data.failed.errors);
    }
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

type Reported = z.infer<typeof error>;

/**
 * The error that says what is wrong: MLflow wraps what the agent raised into an error of its own. Lines of the agent that
 * only another error of the chain has are taken over.
 */
function mainError(errors: readonly [Reported, ...Reported[]]): PythonError {
  let main = errors[0];
  for (const [index, next] of errors.slice(1).entries()) {
    const outer = errors[index];
    if (main !== outer || !main.module.startsWith("mlflow") || !(main.explicit || next.frames.length > 0)) break;
    main = next;
  }
  const { explicit: _, ...rest } = main;
  const frames = main.frames.length > 0 ? main.frames : (errors.find((one) => one.frames.length > 0)?.frames ?? []);
  return { ...rest, frames };
}
