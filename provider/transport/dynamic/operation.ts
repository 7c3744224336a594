import { z } from "zod";
import { AgentsError } from "../../errors.js";
import type { Workspace } from "../../http/index.js";
import { identityOf } from "../../lifecycle/ownership.js";
import type { Context, Timeouts } from "../../resource.js";
import { hidden } from "../hidden.js";
import type { EngineLog } from "./engineLog.js";

const timeoutsSchema = z
  .object({ create: z.number().positive(), update: z.number().positive(), delete: z.number().positive() })
  .partial();

/** Aborted when the engine asks the provider to stop: at the second Ctrl-C it sends SIGINT and kills 5 s later. */
const cancellation = new AbortController();
let listening = false;

/** Makes SIGINT end running operations with what exists recorded, in place of ending the process at once. */
export function listenForCancellation(): void {
  if (listening || process.argv[2] === undefined) return;
  listening = true;
  process.on("SIGINT", () => {
    cancellation.abort(
      new AgentsError("cancelled", "cancelled; what exists is recorded, and the next run continues from it."),
    );
  });
}

/** What an operation recorded before it failed. */
export interface Checkpoint {
  id: string;
  outputs: Record<string, unknown>;
}

/** One call of the engine, with what it has recorded so far. */
export class Operation {
  readonly context: Context;
  recorded: Checkpoint | undefined;

  /**
   * @param type the resource's type
   * @param hiddenInputs the `__` keys of the call
   * @param kind which of `customTimeouts` limits it, if any
   */
  constructor(
    type: string,
    hiddenInputs: Record<string, unknown>,
    connect: () => Promise<Workspace>,
    log: EngineLog,
    kind?: keyof Timeouts,
  ) {
    const identity = identityOf(String(hiddenInputs[hidden.urn] ?? ""), type);
    const parsed = timeoutsSchema.safeParse(hiddenInputs[hidden.timeouts] ?? {});
    const timeouts: Timeouts = parsed.success ? parsed.data : {};
    const seconds = kind === undefined ? undefined : timeouts[kind];
    this.context = {
      identity,
      workspace: connect,
      progress: (message) => log.status(identity.urn, message),
      warn: (message) => log.write("warning", identity.urn, message),
      signal: seconds === undefined ? cancellation.signal : limited(seconds),
      timeouts,
      checkpoint: (id, outputs) => {
        this.recorded = { id, outputs };
      },
    };
  }
}

function limited(seconds: number): AbortSignal {
  const limit = new AbortController();
  const reason = new AgentsError("timeout", `not finished within the ${seconds} s of customTimeouts.`);
  setTimeout(() => limit.abort(reason), seconds * 1000).unref();
  return AbortSignal.any([cancellation.signal, limit.signal]);
}
