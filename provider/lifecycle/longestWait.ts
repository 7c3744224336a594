import type { Context } from "../resource.js";

/**
 * How long to wait for an object, in milliseconds: the resource's own limit, or more where the program's
 * `customTimeouts` allow more. Where they allow less, the operation's signal ends the waiting.
 *
 * @param ownMs the resource's own limit, in milliseconds
 */
export function longestWait({ timeouts }: Pick<Context, "timeouts">, ownMs: number): number {
  return Math.max(ownMs, (timeouts.create ?? 0) * 1_000, (timeouts.update ?? 0) * 1_000);
}
