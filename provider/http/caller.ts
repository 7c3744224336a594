import { AgentsError, isAgentsError } from "../errors.js";
import type { Clock } from "../wait/clock.js";
import type { Speaker } from "./advice.js";
import { AnswerBroke, readText } from "./body.js";
import { explainAnswer, explainFailure, type Verdict } from "./explain.js";
import { isLoopback } from "./hostUrl.js";
import { networkFailure } from "./networkFailure.js";
import { Pace } from "./pace.js";
import type { Redactor } from "./redact.js";
import { pauseBefore, type RetryPolicy } from "./retry.js";
import type { Answer, Transport, Wire } from "./transport.js";
import { SourceError, type UploadBody } from "./uploadBody.js";

/** Proof of who is calling. */
export interface Credentials {
  /** Headers for the next try. */
  headers(): Promise<Readonly<Record<string, string>>>;
  /**
   * Told that a 401 came back.
   *
   * @param refused the headers that were refused
   * @returns whether the next headers differ, so that another try makes sense
   */
  renew(refused: Readonly<Record<string, string>>): boolean;
}

/** One call, of a resource or of authentication itself. */
export interface Outgoing {
  /** HTTP method. */
  method: Wire["method"];
  /** `https://host:port`. */
  origin: string;
  /** Encoded, with query. */
  path: string;
  /** What messages show: method, path and host, without query. */
  shown: string;
  /** Headers but for the credentials. */
  headers: Record<string, string>;
  /** What is sent, made anew for each try. */
  body?: () => string | UploadBody;
  /** Who is calling; nobody for addresses that carry their own proof. */
  credentials?: Credentials;
  /** Whether a cloud's storage is called, by an address that was handed out, and not the workspace. */
  storage: boolean;
  /** Whether sending it twice is harmless. */
  safe: boolean;
  /** Whether nobody looks for its effect later. Default: false. */
  question?: boolean;
  /** Whether it moves a file: then a 408 and a 500 are worth another try too. */
  transfer: boolean;
  /** Statuses beside 2xx that are an answer. */
  accepts: readonly number[];
  /** Longest silence of the server, in milliseconds; the whole of a try has `graceMs` more, and more for each byte. */
  timeoutMs: number;
  /** Ends the call. */
  signal?: AbortSignal;
  /** Not to be shown, beside what the redactor knows. */
  secrets: readonly string[];
}

/** What calls of one workspace share. */
export interface CallerContext {
  /** For messages. */
  speaker: Speaker;
  /** Sends one try. */
  transport: Transport;
  /** Time. */
  clock: Clock;
  /** Limits. */
  retry: RetryPolicy;
  /** Keeps secrets out of messages. */
  redactor: Redactor;
}

/** Makes calls: tries again what may be tried again, and turns everything else into an AgentsError. */
export type Caller = <T>(outgoing: Outgoing, read: (answer: Answer, pace: Pace) => Promise<T>) => Promise<T>;

/**
 * A {@link Caller}.
 *
 * @param context what its calls share
 */
export function caller(context: CallerContext): Caller {
  const { transport, clock, retry } = context;
  /** Origins that have answered: a silence of theirs is worth waiting out. */
  const known = new Set<string>();

  return async (outgoing, read) => {
    const start = clock.now();
    let renewed = false;
    for (let tries = 1; ; tries++) {
      const verdict = await once();
      if ("value" in verdict) return verdict.value;
      if (verdict.again === "at once") continue;
      const { error } = verdict;
      const given = verdict.again === "never" || tries >= Math.min(verdict.tries ?? retry.mostTries, retry.mostTries);
      const pause = given ? undefined : pauseBefore(retry, tries, error.retryAfter);
      if (pause === undefined || clock.now() + pause > start + budget(verdict))
        throw afterTries(error, tries, clock.now() - start);
      await clock.sleep(pause, outgoing.signal).catch(() => {
        throw cancelled(outgoing);
      });
    }

    async function once(): Promise<Verdict | { value: Awaited<ReturnType<typeof read>> }> {
      if (outgoing.signal?.aborted) throw cancelled(outgoing);
      // Authentication makes calls of its own; what fails there is explained already.
      const proof = (await outgoing.credentials?.headers()) ?? {};
      const body = outgoing.body?.();
      const { slowestRate } = retry;
      const pace = new Pace({ graceMs: outgoing.timeoutMs + retry.graceMs, slowestRate }, outgoing.signal);
      if (typeof body === "object") body.moved = (bytes) => pace.moved(bytes);
      try {
        const answer = await transport({
          method: outgoing.method,
          origin: outgoing.origin,
          path: outgoing.path,
          headers: { ...outgoing.headers, ...proof },
          timeoutMs: outgoing.timeoutMs,
          ...(body === undefined ? {} : { body }),
          signal: pace.signal,
        });
        known.add(outgoing.origin);
        if ((answer.status >= 200 && answer.status < 300) || outgoing.accepts.includes(answer.status)) {
          return { value: await read(answer, pace) };
        }
        const verdict = explainAnswer(context, outgoing, answer, await readText(answer.body, 65_536, true, pace));
        if (answer.status !== 401 || renewed || !outgoing.credentials?.renew(proof)) return verdict;
        renewed = true;
        return { ...verdict, again: "at once" };
      } catch (error) {
        return lost(pace.late ?? (error instanceof AnswerBroke ? error.cause : error));
      } finally {
        if (!pace.kept) pace.end();
        // Only now: a server may answer before it has read everything.
        if (typeof body === "object") body.destroy();
      }
    }

    function lost(error: unknown): Verdict {
      if (outgoing.signal?.aborted) throw cancelled(outgoing);
      if (error instanceof SourceError) throw error.explained;
      if (isAgentsError(error)) throw error;
      return explainFailure(context, outgoing, networkFailure(error));
    }

    function budget({ refused }: Verdict): number {
      if (known.has(outgoing.origin)) return retry.budgetMs;
      const loopback = isLoopback(new URL(outgoing.origin).hostname);
      return refused === true && loopback ? retry.refusedLoopbackMs : retry.firstContactMs;
    }
  };
}

function cancelled(outgoing: Outgoing): AgentsError {
  return new AgentsError("cancelled", `${outgoing.shown} was cancelled.`);
}

function afterTries(error: AgentsError, tries: number, elapsedMs: number): AgentsError {
  if (tries === 1) return error;
  const message = `${error.message} (${tries} tries in ${Math.round(elapsedMs / 1_000)} s)`;
  return new AgentsError(error.code, message, {
    retryable: error.retryable,
    ...(error.status === undefined ? {} : { status: error.status }),
    ...(error.serverCode === undefined ? {} : { serverCode: error.serverCode }),
    ...(error.retryAfter === undefined ? {} : { retryAfter: error.retryAfter }),
  });
}
