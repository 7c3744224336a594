import type { ZodType } from "zod";
import { AgentsError } from "../errors.js";
import { advice, type Speaker } from "./advice.js";
import type { Ask, AuthRequest } from "./auth/method.js";
import { AnswerTooLong, explained, readText } from "./body.js";
import { type Caller, type CallerContext, type Credentials, caller, type Outgoing } from "./caller.js";
import type { Limiter } from "./limiter.js";
import type { Pace } from "./pace.js";
import { probe } from "./probe.js";
import { programVariables } from "./programVariables.js";
import type { Answer } from "./transport.js";
import type { ApiRequest, Download, Identity, Uploaded, UploadRequest, Workspace } from "./types.js";
import { UploadBody } from "./uploadBody.js";

const defaultTimeoutMs = 60_000;
const uploadTimeoutMs = 120_000;
const longestJson = 64 * 1_048_576;
const ownHeaders = new Set([
  "authorization",
  "content-length",
  "host",
  "transfer-encoding",
  "connection",
  "user-agent",
]);

/** What a workspace is made of. */
export interface WorkspaceParts {
  /** See {@link Workspace}. */
  registry: Workspace["registry"];
  /** What its calls share. */
  context: CallerContext;
  /** How this package presents itself. */
  userAgent: () => Promise<string>;
  /** See {@link Workspace.concurrency}. */
  concurrency: Limiter;
}

/** A whole answer, 2xx. */
export interface Received {
  /** The call. */
  outgoing: Outgoing;
  /** HTTP status. */
  status: number;
  /** Lower-case names. */
  headers: Answer["headers"];
  /** Its body. */
  text: string;
}

/**
 * The call of authentication itself: without credentials, repeated like a GET.
 *
 * @param parts of the workspace
 */
export function askWith({ context, userAgent }: Pick<WorkspaceParts, "context" | "userAgent">): Ask {
  const call = caller(context);
  return async <T>(schema: ZodType<T>, request: AuthRequest) => {
    const url = new URL(request.url);
    const form = request.form === undefined ? undefined : new URLSearchParams(request.form).toString();
    const outgoing: Outgoing = {
      method: request.method,
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      shown: `${request.method} ${url.pathname} at ${url.origin}`,
      headers: {
        accept: "application/json",
        "user-agent": await userAgent(),
        ...(form === undefined ? {} : { "content-type": "application/x-www-form-urlencoded" }),
        ...request.headers,
      },
      ...(form === undefined ? {} : { body: () => form }),
      storage: false,
      safe: true,
      transfer: false,
      accepts: [],
      timeoutMs: 30_000,
      secrets: Object.values(request.form ?? {}).filter((value) => value.length > 60),
    };
    return decode(schema, await call(outgoing, (answer, pace) => received(outgoing, answer, pace)), context);
  };
}

/**
 * A {@link Workspace}.
 *
 * @param parts what it is made of
 * @param credentials who is calling
 */
export function workspace(parts: WorkspaceParts, credentials: Credentials): Workspace {
  const { context, registry, concurrency, userAgent } = parts;
  const { speaker, redactor } = context;
  const call: Caller = caller(context);
  const base = new URL(speaker.host);
  let probing: Promise<Identity> | undefined;

  async function prepare(request: ApiRequest): Promise<Outgoing> {
    const { method, path, query = {}, body, secrets = [] } = request;
    const signed = path.signedUrl;
    for (const name of Object.keys(request.headers ?? {})) {
      // A storage's address may come with a proof of its own as a header.
      const own =
        signed !== undefined && name.toLowerCase() === "authorization" ? false : ownHeaders.has(name.toLowerCase());
      if (own) throw new AgentsError("internal", `The header ${name} is set by the workspace.`);
    }
    const search = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) if (value !== undefined) search.append(name, String(value));
    const text = search.toString();
    // A signature covers the query to the letter: it is sent as it was given, with what the call adds behind it.
    const given = signed?.search ?? "";
    const tail = text === "" ? given : given === "" ? `?${text}` : `${given}&${text}`;
    const prefix = signed === undefined ? base.pathname.replace(/\/$/, "") : "";
    const json = body === undefined ? undefined : JSON.stringify(body);
    const hidden = signed === undefined ? secrets : [...secrets, ...secretsOf(signed, request.headers)];
    return {
      method,
      origin: (signed ?? base).origin,
      path: `${prefix}${path.text}${tail}`,
      // Of an address that was handed out only the host is shown: its path may be a key as well.
      shown:
        signed === undefined
          ? `${method} ${redactor.redact(path.text, secrets)} at ${speaker.host}`
          : `${method} at ${signed.origin}`,
      headers: {
        "user-agent": await userAgent(),
        ...(signed === undefined ? { accept: "application/json" } : {}),
        ...(json === undefined ? {} : { "content-type": "application/json" }),
        ...request.headers,
      },
      ...(json === undefined ? {} : { body: () => json }),
      ...(signed === undefined ? { credentials } : {}),
      storage: signed !== undefined,
      safe: request.safeToRepeat ?? (method !== "POST" && method !== "PATCH"),
      ...(request.isQuestion === true ? { question: true } : {}),
      transfer: signed !== undefined,
      accepts: request.accepts ?? [],
      timeoutMs: request.timeoutMs ?? defaultTimeoutMs,
      ...(request.signal === undefined ? {} : { signal: request.signal }),
      secrets: hidden,
    };
  }

  /** The whole answer, for those who need its headers. */
  async function receive(request: ApiRequest): Promise<Received> {
    const outgoing = await prepare(request);
    return call(outgoing, (answer, pace) => received(outgoing, answer, pace));
  }

  async function download(request: ApiRequest): Promise<Download> {
    const outgoing = await prepare(request);
    if (request.headers?.accept === undefined) delete outgoing.headers.accept;
    return call(outgoing, async ({ status, headers, body }, pace) => {
      const size = Number(headers["content-length"]);
      const broke = () =>
        new AgentsError("unavailable", `${outgoing.shown}: the answer ${ending(pace)}.`, { retryable: true });
      return { status, headers, body: explained(body, broke, pace), ...(Number.isSafeInteger(size) ? { size } : {}) };
    });
  }

  async function upload(request: UploadRequest): Promise<Uploaded> {
    const outgoing = await prepare({ ...request, timeoutMs: request.timeoutMs ?? uploadTimeoutMs });
    outgoing.transfer = true;
    outgoing.headers["content-length"] = String(request.size);
    const { open, size } = request;
    outgoing.body = () => (size === 0 ? "" : new UploadBody(open, size, outgoing.shown));
    return call(outgoing, async (answer, pace) => {
      await discard(answer, pace);
      return { status: answer.status, headers: answer.headers };
    });
  }

  return {
    kind: speaker.kind,
    host: speaker.host,
    authType: speaker.authType,
    local: speaker.local,
    registry,
    concurrency,
    json: async (schema, request) => decode(schema, await receive(request), context),
    call: async (request) => call(await prepare(request), discard),
    download,
    upload,
    programVariables: async () => programVariables(speaker, await credentials.headers()),
    probe() {
      probing ??= probe(speaker, receive, (schema, answer) => decode(schema, answer, context)).catch(
        (error: unknown) => {
          probing = undefined;
          throw error;
        },
      );
      return probing;
    },
  };
}

/** What must not come back in the message of a storage: the values of its address and of the headers given with it. */
function secretsOf(signed: URL, headers: ApiRequest["headers"] = {}): string[] {
  const values = [...signed.searchParams.values(), ...signed.pathname.split("/")];
  // Short ones are numbers, dates and names, and would blot out half of a message.
  return [...values, ...Object.values(headers)].filter((value) => value.length >= 20);
}

/** The status has told everything; the rest of the answer cannot make the call fail any more. */
async function discard({ body }: Answer, pace: Pace): Promise<void> {
  await readText(body, longestJson, true, pace).catch(() => undefined);
}

function ending({ late }: Pace): string {
  return late === undefined ? "broke off before it was complete" : "came so slowly that it was given up";
}

async function received(outgoing: Outgoing, answer: Answer, pace: Pace): Promise<Received> {
  const { status, headers } = answer;
  try {
    return { outgoing, status, headers, text: await readText(answer.body, longestJson, false, pace) };
  } catch (error) {
    if (!(error instanceof AnswerTooLong)) throw error;
    throw new AgentsError("invalidResponse", `${outgoing.shown} answered more than ${longestJson} bytes.`, { status });
  }
}

function decode<T>(schema: ZodType<T>, answer: Received, { redactor, speaker }: CallerContext): T {
  const { outgoing, status, text } = answer;
  let value: unknown;
  try {
    value = text.trim() === "" ? {} : JSON.parse(text);
  } catch {
    // The parser's message quotes the answer: left out.
    throw notJson(answer, speaker);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues
    .slice(0, 3)
    .map((issue) => `${issue.path.map(String).join(".") || "the whole"}: ${issue.message}`);
  const message = redactor.redact(faults.join("; "), outgoing.secrets);
  throw new AgentsError("invalidResponse", `${outgoing.shown} answered ${status} in an unexpected shape: ${message}.`, {
    status,
  });
}

function notJson({ outgoing, status, headers, text }: Received, speaker: Speaker): AgentsError {
  if (!/html/i.test(String(headers["content-type"] ?? "")) && !text.trimStart().startsWith("<")) {
    return new AgentsError("invalidResponse", `${outgoing.shown} answered ${status} with something that is not JSON.`, {
      status,
    });
  }
  const way = advice("notAWorkspace", speaker);
  return new AgentsError(
    "notAWorkspace",
    `${outgoing.shown} answered ${status} with a web page where an API answers JSON: a login page, a proxy or another server. ${way.charAt(0).toUpperCase()}${way.slice(1)}.`,
    { status },
  );
}
