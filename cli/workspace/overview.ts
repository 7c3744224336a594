import { request } from "undici";
import { z } from "zod";
import type { Connection } from "../../workspace/index.js";

const listed = z.object({
  endpoints: z.array(z.object({ name: z.string(), state: z.object({ ready: z.string(), config_update: z.string() }) })),
});
const optional = z.object({ route: z.string(), count: z.number(), client: z.string(), fallback: z.string() });
const journal = z.object({ unknown: z.record(z.string(), z.number()), optional: z.array(optional).default([]) });

/** What a running workspace serves, and what it was asked for and does not cover. */
export interface Overview {
  endpoints: { name: string; ready: string; update: string }[];
  /** Requests by method and path. */
  unknown: Record<string, number>;
  /** Requests that it does not cover, and whose client asks for something else then. */
  optional: z.infer<typeof optional>[];
}

/** Asks a running workspace. */
export async function fetchOverview(running: Connection): Promise<Overview> {
  const get = async (path: string): Promise<unknown> => {
    const headers = { authorization: `Bearer ${running.token}` };
    return (await request(running.host + path, { headers })).body.json();
  };
  const { endpoints } = listed.parse(await get("/api/2.0/serving-endpoints"));
  const asked = journal.parse(await get(`/_local/journal?since=${Number.MAX_SAFE_INTEGER}`));
  return {
    endpoints: endpoints.map(({ name, state }) => ({ name, ready: state.ready, update: state.config_update })),
    ...asked,
  };
}
