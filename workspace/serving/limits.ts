import { z } from "zod";

/** What each scoring process may use, as the fixtures say. */
export const limitsFixture = z.strictObject({
  /**
   * Memory for data, with stacks and reserves of threads, in MiB (Linux only); an agent that was just loaded has about
   * 1400. What goes beyond is refused with Python's MemoryError. Default: 4096.
   */
  memoryMebibytes: z.number().int().min(1024).default(4096),
  /** Seconds a question may take until its answer begins, and between two parts of a stream. Default: 297, Databricks' own. */
  requestSeconds: z.number().positive().default(297),
  /** Questions that are worked on at a time; more wait. Default: 16. */
  concurrency: z.number().int().min(1).max(1024).default(16),
});

/** Limits of a scoring process. */
export type Limits = z.infer<typeof limitsFixture>;

/** The variables that tell a scoring process its limits (workspace/python/scoring.py). */
export function limitVariables(limits: Limits): NodeJS.ProcessEnv {
  return {
    MLFLOW_AGENTS_MEMORY_LIMIT: String(limits.memoryMebibytes * 1024 * 1024),
    MLFLOW_AGENTS_CONCURRENCY: String(limits.concurrency),
  };
}

/** Whether a scoring process took longer than it may. */
export function tookTooLong(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return code === "UND_ERR_HEADERS_TIMEOUT" || code === "UND_ERR_BODY_TIMEOUT";
}
