import { setMaxListeners } from "node:events";
import { AgentsError } from "../errors.js";
import type { Transfer } from "./types.js";

/** One mebibyte. */
export const mebibyte = 1_048_576;

/** Most that a cloud's storage takes in one request (S3, Azure and Google agree on it, or allow more). */
export const largestPut = 5 * 1024 * mebibyte;

/** A piece of a file. */
export interface Part {
  /** From 1. */
  number: number;
  /** Offset of its first byte. */
  start: number;
  /** Offset behind its last byte. */
  end: number;
}

/**
 * Cuts a file into parts of equal size, but for the last.
 *
 * @param size of the file
 * @param smallest part, in bytes
 * @param most parts there may be; beyond that they grow, by whole mebibytes
 */
export function partsOf(size: number, smallest: number, most: number): Part[] {
  const length = Math.max(smallest, Math.ceil(size / most / mebibyte) * mebibyte);
  return Array.from({ length: Math.ceil(size / length) }, (_, index) => ({
    number: index + 1,
    start: index * length,
    end: Math.min(size, (index + 1) * length),
  }));
}

/**
 * Sends parts, several at once; when one fails no other begins, those under way are ended, and its error is thrown when none
 * is running any more.
 *
 * @param transfer of the file
 * @param parts in order
 * @param parallel whether more than one may be under way
 * @param send one part, with the signal that ends it; runs in a slot of its own
 */
export async function eachPart<T>(
  transfer: Transfer,
  parts: readonly Part[],
  parallel: boolean,
  send: (transfer: Transfer, part: Part) => Promise<T>,
): Promise<T[]> {
  const failure = new AbortController();
  const signal = AbortSignal.any([transfer.signal, failure.signal]);
  // All parts under way listen to it, and Node would warn of that.
  setMaxListeners(0, signal);
  const inner: Transfer = { ...transfer, signal };
  const results: T[] = [];
  const { slot, partSlot = slot } = transfer;
  const place = parallel ? partSlot : slot;
  const left = parts[Symbol.iterator]();
  let first: { error: unknown } | undefined;
  const worker = async () => {
    for (let next = left.next(); next.done !== true && first === undefined; next = left.next()) {
      const part = next.value;
      try {
        results[part.number - 1] = await place(() => send(inner, part));
      } catch (error) {
        first ??= { error };
        failure.abort();
      }
    }
  };
  const workers = parallel ? Math.min(parts.length, transfer.workspace.concurrency.limit) : 1;
  await Promise.all(Array.from({ length: workers }, worker));
  if (transfer.signal.aborted) throw new AgentsError("cancelled", "The upload was cancelled.");
  if (first !== undefined) throw first.error;
  return results;
}
