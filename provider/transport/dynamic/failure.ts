import { isAgentsError } from "../../errors.js";
import { scrub } from "../../lifecycle/scrub.js";

/** What the engine needs to keep a resource that exists but is not ready. */
export interface Partial {
  id: string;
  properties: Record<string, unknown>;
}

/**
 * An error in the form Pulumi's dynamic provider process expects: with `id`, `properties` and `reasons` the engine
 * keeps the resource as partially created.
 *
 * The process prints `${error}: ${error.stack}` before it hands the error to the engine, which prints the message. The
 * stack is emptied, and the text shortened, so that a user reads the message once and no stack trace.
 */
export class TransportFailure extends Error {
  readonly id?: string;
  readonly properties?: Record<string, unknown>;
  readonly reasons?: string[];
  readonly #where: string;

  constructor(where: string, message: string, partial?: Partial) {
    super(message);
    this.#where = where;
    Object.defineProperty(this, "stack", { value: "see the error reported for it" });
    if (partial !== undefined) {
      this.id = partial.id;
      this.properties = scrub(partial.properties) as Record<string, unknown>;
      this.reasons = [message];
    }
  }

  override toString(): string {
    return this.#where;
  }
}

/**
 * What the user reads of anything that was thrown. An unexpected error is a defect and says so; its stack goes nowhere
 * unless `MLFLOW_AGENTS_DEBUG` asks for it.
 *
 * @param signal of the operation: where it ended the operation, its reason says more than what was going on then
 */
export function messageOf(error: unknown, signal?: AbortSignal): string {
  const reason: unknown = signal?.reason;
  if (
    signal?.aborted &&
    isAgentsError(reason) &&
    error !== reason &&
    !(isAgentsError(error) && error.code !== "cancelled")
  ) {
    return `${reason.message} ${isAgentsError(error) ? error.message : ""}`.trim();
  }
  if (isAgentsError(error)) {
    const where = error.path === undefined || error.path === "" ? "" : `${error.path}: `;
    return `${where}${error.message}${error.evidence === undefined ? "" : `\n${error.evidence}`}`;
  }
  if (process.env.MLFLOW_AGENTS_DEBUG !== undefined && error instanceof Error) return String(error.stack);
  const text = error instanceof Error ? error.message : String(error);
  return `an unexpected error, which is a defect of pulumi-mlflow-agents: ${text}. Set MLFLOW_AGENTS_DEBUG=1 to see where it comes from.`;
}
