import type { ErrorCode } from "../errors.js";

/** What a server said about an error, as far as it could be understood. */
export interface ServerSays {
  /** Its own code: `RESOURCE_DOES_NOT_EXIST`. */
  serverCode?: string;
  /** Its message: one line without secrets. */
  message: string;
  /** How it was said. Only APIs answer JSON: a page or a bare text comes from something in between. */
  form: "json" | "html" | "xml" | "text" | "empty";
}

const maxMessage = 1_000;

function record(value: unknown): Record<string, unknown> | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : undefined;
}

function text(value: unknown): string | undefined {
  if (typeof value === "string" && value.trim() !== "") return value;
  return typeof value === "number" ? String(value) : undefined;
}

/** One line without control characters: a server must not be able to move the cursor of the user's terminal. */
function clean(message: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  const line = message.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\s]+/g, " ").trim();
  return line.length > maxMessage ? `${line.slice(0, maxMessage)}…` : line;
}

/** FastAPI's list of what is wrong with a body: its `input` quotes the body and stays out. */
function validationList(value: unknown): string | undefined {
  if (!Array.isArray(value)) return undefined;
  const lines = value.map((each) => {
    const item = record(each);
    const place = Array.isArray(item?.loc) ? item.loc.map(String).join(".") : "";
    return [place, text(item?.msg) ?? ""].filter((part) => part !== "").join(": ");
  });
  return text(lines.filter((line) => line !== "").join("; "));
}

/**
 * The text of one element of a cloud storage's error (S3, Azure, Google). Only code and message are taken: other elements
 * quote what was signed, and the key's name.
 */
function element(xml: string, name: "Code" | "Message"): string | undefined {
  const found = new RegExp(`<${name}>([^<]{0,2000})</${name}>`).exec(xml)?.[1];
  return found?.replace(/&(lt|gt|quot|apos|amp);/g, (_all, entity: string) => entities[entity] ?? "");
}

const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };

/**
 * Understands the answers of Databricks `{error_code, message}`, SCIM `{detail, status}`, OAuth
 * `{error, error_description}`, MLflow, FastAPI, cloud storage (XML), HTML pages (their title) and plain text.
 *
 * @param body the answer, perhaps cut off
 * @param contentType header of the answer
 * @param redact takes secrets out of a text; it comes first, since a secret that was cut or folded is not known again
 */
export function serverSays(body: string, contentType: string, redact: (text: string) => string): ServerSays {
  const oneLine = (raw: string) => clean(redact(raw));
  const trimmed = body.trim();
  if (trimmed === "") return { message: "", form: "empty" };
  if (/[/+]json/i.test(contentType) || trimmed.startsWith("{")) {
    let parsed: Record<string, unknown> | undefined;
    try {
      parsed = record(JSON.parse(trimmed));
    } catch {
      parsed = undefined;
    }
    if (parsed !== undefined) {
      const inner = record(parsed.error);
      const serverCode =
        text(parsed.error_code) ??
        text(parsed.errorCode) ??
        text(inner?.code) ??
        text(parsed.error) ??
        text(parsed.scimType) ??
        text(parsed.code);
      const message =
        text(parsed.message) ??
        text(parsed.detail) ??
        validationList(parsed.detail) ??
        text(parsed.error_description) ??
        text(inner?.message) ??
        "";
      return {
        ...(serverCode === undefined ? {} : { serverCode: oneLine(serverCode) }),
        message: oneLine(message),
        form: "json",
      };
    }
  }
  if (/^(?:<\?xml[^>]{0,100}\?>\s{0,10})?<Error\b/.test(trimmed)) {
    const code = element(trimmed, "Code");
    return {
      ...(code === undefined ? {} : { serverCode: oneLine(code) }),
      message: oneLine(element(trimmed, "Message") ?? ""),
      form: "xml",
    };
  }
  if (/html/i.test(contentType) || /^<(?:!doctype|html|head|body)\b/i.test(trimmed)) {
    const title = /<title[^>]{0,200}>([^<]*)/i.exec(trimmed)?.[1] ?? "";
    return {
      message: title.trim() === "" ? "a web page" : `a web page titled "${oneLine(title)}"`,
      form: "html",
    };
  }
  return { message: oneLine(trimmed), form: "text" };
}

const byServerCode: Readonly<Record<string, ErrorCode>> = {
  RESOURCE_ALREADY_EXISTS: "alreadyExists",
  ALREADY_EXISTS: "alreadyExists",
  RESOURCE_CONFLICT: "conflict",
  RESOURCE_DOES_NOT_EXIST: "notFound",
  NOT_FOUND: "notFound",
  ENDPOINT_NOT_FOUND: "unsupported",
  NOT_IMPLEMENTED: "unsupported",
  REQUEST_LIMIT_EXCEEDED: "rateLimited",
  TEMPORARILY_UNAVAILABLE: "unavailable",
  PERMISSION_DENIED: "permissionDenied",
  UNAUTHENTICATED: "unauthenticated",
  // RFC 6749, 5.2: an OAuth server may refuse a client with 400.
  invalid_client: "unauthenticated",
  invalid_grant: "unauthenticated",
  unauthorized_client: "unauthenticated",
};

/**
 * The code of an answer that is not 2xx.
 *
 * @param status HTTP status
 * @param says what the server said
 * @param method of the call: an answer to HEAD has no body to judge by
 */
export function codeOf(status: number, says: ServerSays, method: string): ErrorCode {
  // Databricks answers a wrong or revoked token with 403 too.
  if (status === 401 || (status === 403 && /\binvalid (?:access )?token\b/i.test(says.message)))
    return "unauthenticated";
  if (status < 400) return "notAWorkspace";
  const known = byServerCode[says.serverCode ?? ""];
  if (known !== undefined && status !== 403 && status !== 429) return known;
  if (status === 403) return "permissionDenied";
  if (status === 404) {
    // Only an API's own answer means that the object is gone: an old MLflow's page, a proxy's text or FastAPI's bare
    // `{"detail": "Not Found"}` say that the route is unknown. Mistaking one for the other would drop state.
    const bare = says.serverCode === undefined && (says.message === "" || says.message === "Not Found");
    const api = (says.form === "json" || says.form === "xml") && !bare;
    return api || (method === "HEAD" && says.form === "empty") ? "notFound" : "unsupported";
  }
  if (status === 409) return "conflict";
  if (status === 429) return "rateLimited";
  if (status === 405 || status === 501) return "unsupported";
  return status >= 500 ? "unavailable" : "badRequest";
}
