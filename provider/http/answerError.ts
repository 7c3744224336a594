import { type Form, formOf, record, serverCodeOf, text } from "./answerForm.js";
import { isKnownCode, type Said } from "./codeOf.js";

/** What a server said about an error, as far as it could be understood. What is decided is decided by {@link Said}. */
export interface ServerSays extends Said {
  /** Its own code for messages: one that is not known here may quote what was sent, and is free of secrets. */
  serverCode?: string;
  /** Its message: one line without secrets. */
  message: string;
}

const maxMessage = 1_000;

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
  const { form, json } = formOf(trimmed, contentType);
  const code = json === undefined ? (form === "xml" ? element(trimmed, "Code") : undefined) : serverCodeOf(json);
  const said = json === undefined ? unparsed(trimmed, form) : messageIn(json);
  const page = form === "html" || form === "flask";
  const message = oneLine(said);
  return {
    form,
    badToken: /\binvalid (?:access )?token\b/i.test(said),
    message: !page ? message : message === "" ? "a web page" : `a web page titled "${message}"`,
    ...(code === undefined ? {} : { code, serverCode: isKnownCode(code) ? code : oneLine(code) }),
  };
}

function messageIn(json: Record<string, unknown>): string {
  return (
    text(json.message) ??
    text(json.detail) ??
    validationList(json.detail) ??
    text(json.error_description) ??
    text(record(json.error)?.message) ??
    ""
  );
}

function unparsed(body: string, form: Form): string {
  if (form === "xml") return element(body, "Message") ?? "";
  if (form === "html" || form === "flask") return (/<title[^>]{0,200}>([^<]*)/i.exec(body)?.[1] ?? "").trim();
  return body;
}
