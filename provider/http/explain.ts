import { AgentsError, type ErrorCode } from "../errors.js";
import { advice, notTheApi, type Speaker } from "./advice.js";
import { serverSays } from "./answerError.js";
import type { CallerContext, Outgoing } from "./caller.js";
import { codeOf } from "./codeOf.js";
import type { NetworkFailure } from "./networkFailure.js";
import { parseRetryAfter } from "./retry.js";
import type { Answer } from "./transport.js";

/** What became of a try that did not succeed. */
export interface Verdict {
  /** Whether the call is sent again. */
  again: "never" | "after a pause" | "at once";
  /** What is thrown when it is not. */
  error: AgentsError;
  /** Nothing listens there. */
  refused?: boolean;
  /** Most tries that this answer is worth. Default: as many as there is time for. */
  tries?: number;
}

/** A 500 may be a defect that every try meets again, or a busy store: so many tries tell. */
const triesAt500 = 4;

/** What a user should know about a call that may have had its effect. */
const unknownOutcome = "whether it took effect is not known; the next run looks before it sends it again";

/** The same of a question, which nobody looks for. */
const mayHaveRun = "the agent may have run, and is not asked again";

function sentence(...parts: string[]): string {
  return parts
    .filter((part) => part !== "")
    .map((part, index) => (index === 0 ? part : part.charAt(0).toUpperCase() + part.slice(1)))
    .map((part) => (/[.!?…]$/.test(part) ? part : `${part}.`))
    .join(" ");
}

/** A redirect that asks for a login. */
function isLogin(location: string): boolean {
  return /\b(?:login|sign-?in|oauth2?|oidc|saml2?|sso|authorize)\b/i.test(location.split("?")[0] ?? "");
}

/**
 * Judges an answer that is not 2xx.
 *
 * @param context of the caller
 * @param outgoing the call
 * @param answer its head
 * @param body its text, perhaps cut off
 */
export function explainAnswer(context: CallerContext, outgoing: Outgoing, answer: Answer, body: string): Verdict {
  const { speaker, redactor, clock } = context;
  const { status, headers } = answer;
  const redact = (text: string) => redactor.redact(text, outgoing.secrets);
  const says = serverSays(body, String(headers["content-type"] ?? ""), redact);
  let code = codeOf(status, says, { kind: speaker.kind, path: outgoing.path, storage: outgoing.storage });
  let said = says.message;
  if (status < 400) {
    const location = String(headers.location ?? "");
    if (isLogin(location)) code = "unauthenticated";
    said = `a redirect${location === "" ? "" : ` to ${redact(location.split("?")[0] ?? "")}`}, which no API answers`;
  }
  const retryAfter = parseRetryAfter(headers["retry-after"], clock.now());
  const { serverCode } = says;
  const busy = outgoing.transfer && outgoing.safe && (status === 500 || isTimeout(status, says.code));
  const again = busy || (outgoing.safe && isPassing(status, says.code));
  // A 429 as well: what stands in front of a server may give one after the effect.
  const looked = !outgoing.safe && outgoing.question !== true;
  const unknown = looked && ((status >= 500 && code === "unavailable") || code === "rateLimited");
  const words = [`answered ${status}`, ...(serverCode === undefined ? [] : [serverCode])].join(" ");
  const message = sentence(
    `${outgoing.shown} ${words}${said === "" ? "" : `: ${said}`}`,
    ...(unknown ? [unknownOutcome] : outgoing.storage ? [] : wayOut(status, code, speaker)),
  );
  return {
    again: again ? "after a pause" : "never",
    ...(busy ? { tries: triesAt500 } : {}),
    error: new AgentsError(unknown ? "unknownOutcome" : code, message, {
      retryable: !unknown && (again || (status >= 500 && code === "unavailable")),
      status,
      ...(serverCode === undefined ? {} : { serverCode }),
      ...(retryAfter === undefined ? {} : { retryAfter }),
    }),
  };
}

function wayOut(status: number, code: ErrorCode, speaker: Speaker): string[] {
  return [...(status === 404 && code === "notAWorkspace" ? [notTheApi(speaker)] : []), advice(code, speaker)];
}

/** The store waited for the body in vain: 408, or S3's 400 with this code. */
function isTimeout(status: number, serverCode: string | undefined): boolean {
  return status === 408 || (status === 400 && serverCode === "RequestTimeout");
}

/** Whether an answer says that the same call may be answered otherwise later. */
function isPassing(status: number, serverCode: string | undefined): boolean {
  const codes = ["REQUEST_LIMIT_EXCEEDED", "TEMPORARILY_UNAVAILABLE"];
  return [429, 502, 503, 504].includes(status) || (serverCode !== undefined && codes.includes(serverCode));
}

/**
 * Judges a try without an answer.
 *
 * @param context of the caller
 * @param outgoing the call
 * @param failure what happened
 */
export function explainFailure(context: CallerContext, outgoing: Outgoing, failure: NetworkFailure): Verdict {
  const { speaker } = context;
  const sent = failure.maybeSent && !outgoing.safe;
  const unknown = sent && outgoing.question !== true;
  const code: ErrorCode = unknown ? "unknownOutcome" : failure.notHttp ? "notAWorkspace" : "unreachable";
  const message = sentence(
    `${outgoing.shown} got no answer: ${failure.words}`,
    unknown ? unknownOutcome : sent ? mayHaveRun : outgoing.storage ? "" : advice(code, speaker),
  );
  return {
    again: !sent && failure.transient ? "after a pause" : "never",
    error: new AgentsError(code, message, { retryable: !sent && failure.transient }),
    refused: failure.refused,
  };
}
