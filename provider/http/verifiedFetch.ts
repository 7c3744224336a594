import type { Agent, RequestInit, Response } from "undici";
import { verified } from "./limits.js";

let dispatcher: Agent | undefined;

/**
 * `fetch` for hosts that are no workspace: a forge, a gate. Node's own believes every certificate where
 * NODE_TLS_REJECT_UNAUTHORIZED=0 is set, and would send them a token all the same.
 *
 * @param url where
 * @param init what
 */
export async function verifiedFetch(url: URL | string, init: RequestInit): Promise<Response> {
  const { Agent, fetch } = await import("undici");
  dispatcher ??= new Agent({ connect: verified });
  return fetch(url, { ...init, dispatcher });
}
