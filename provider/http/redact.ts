import { isRare } from "./rare.js";
import { base64Forms, hexForm, namedForm, plainForms } from "./secretForms.js";

/** What stands where a secret was. */
const mark = "[secret]";

/** Things that are secret wherever they turn up, whoever put them there. Every pattern is linear. */
const patterns: readonly [RegExp, string][] = [
  // `Authorization: Bearer x`, `authorization=Basic x`, and a bare scheme with something long behind it.
  [
    /\b((?:proxy-)?authorization["']?\s{0,4}[:=]\s{0,4}["']?)(?:(?:bearer|basic|digest|token)\s{1,4})?[^\s"',;&<>]+/gi,
    `$1${mark}`,
  ],
  [/\b(bearer|basic)\s{1,4}[A-Za-z0-9+/_.~=-]{8,}/gi, `$1 ${mark}`],
  // Databricks' tokens: personal access (dapi), service principal's OAuth secret (dose), scim, deploy, internal kinds.
  [/\b(?:dapi|dose|dkea|dkap|dsapi|dp)[0-9a-f]{28,}(?:-\d{1,3})?/gi, mark],
  // JSON web tokens, also cut ones.
  [/\beyJ[A-Za-z0-9_-]{5,}(?:\.[A-Za-z0-9_-]*){0,4}/g, mark],
  [/\b(?:gh[opsur]_|github_pat_|glpat-|sk-|xox[a-z]-)[A-Za-z0-9_-]{10,}/g, mark],
  [/\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g, mark],
  // `client_secret=x`, `"access_token": "x"`, `password: x`.
  [
    /((?:client[_-]?secret|(?:access|refresh|id|subject)[_-]?token|token|password|passwd|secret|api[_-]?key|private[_-]?key)["']?\s{0,4}[:=]\s{0,4}["']?)[^\s"',;&<>[\]{}]+/gi,
    `$1${mark}`,
  ],
  // User information and the query of an address: signed addresses carry their credentials there.
  [/\b([a-z][a-z0-9+.-]{1,20}:\/\/)[^\s/"'<>@]+@/gi, `$1`],
  [/\b(https?:\/\/[^\s?"'<>]{1,2000})\?[^\s"'<>]+/gi, `$1?…`],
  [/\b((?:x-amz|x-goog)-(?:signature|credential|security-token)|sig|signature)=[^\s&"'<>]+/gi, `$1=${mark}`],
];

/** A value that is secret, and what it is called where it stands: the name of a variable, for example. */
export interface Secret {
  name?: string;
  value: string;
}

/** Takes secrets out of texts. */
export interface Redactor {
  /**
   * Makes secrets known. One that is long and rare enough ({@link isRare}) is taken out of every text from now on, in every
   * usual encoding; another one only where its name stands before it.
   */
  add(...secrets: (string | Secret | undefined)[]): void;
  /** A text of our own without the secrets that are known. */
  mask(text: string): string;
  /**
   * A text of somebody else's, a server or a program, without the secrets that are known and without what looks like one. It
   * comes before the text is cut or folded: a secret that was cut is not known again.
   *
   * @param more values that are secret in this text only
   */
  redact(text: string, more?: readonly string[]): string;
}

type Cleaner = (text: string) => string;

/** What takes each secret out, made when the first text is cleaned: most runs have none. */
type Cleaners = Map<string, Cleaner | undefined>;

/** Credentials that this process has used: none may turn up in anything that it writes, whoever wrote it first. */
const credentials: Cleaners = new Map();
/** How many of them are remembered, the newest: those that are renewed all the time expire. */
const mostCredentials = 100;

/** A {@link Redactor} for credentials: what it is told, every other one knows as well. */
export function credentialRedactor(): Redactor {
  return redactorOver(credentials);
}

/** A {@link Redactor} that knows the credentials of this process, and what secrets look like. */
export function redactor(): Redactor {
  return redactorOver(new Map());
}

function redactorOver(own: Cleaners): Redactor {
  const named: Cleaners = new Map();
  const mask = (text: string): string => {
    const all = own === credentials ? [own] : [own, credentials];
    return [...all, named].reduce(cleaned, text);
  };
  return {
    add(...secrets) {
      for (const each of secrets) {
        const { name, value } = typeof each === "object" ? each : { name: undefined, value: each ?? "" };
        for (const part of partsOf(value)) if (!own.has(part)) own.set(part, undefined);
        if (name !== undefined && value !== "" && !isRare(value))
          named.set(`${name}=${value}`, cleanerOf([namedForm(name, value)], []));
      }
      const [oldest] = credentials.keys();
      if (credentials.size > mostCredentials && oldest !== undefined) credentials.delete(oldest);
    },
    mask,
    redact(text, more = []) {
      const few = cleaned(text, new Map(more.flatMap(partsOf).map((part) => [part, undefined])));
      return patterns.reduce((clean, [pattern, replacement]) => clean.replace(pattern, replacement), mask(few));
    },
  };
}

function cleaned(text: string, cleaners: Cleaners): string {
  // The longest first: one secret may be part of another.
  const secrets = [...cleaners.keys()].sort((a, b) => b.length - a.length);
  return secrets.reduce((clean, secret) => {
    const cleaner = cleaners.get(secret) ?? cleanerFor(secret);
    cleaners.set(secret, cleaner);
    return cleaner(clean);
  }, text);
}

/** From this length on a secret is looked for in its usual encodings as they stand: as an expression it would be too large. */
const longSecret = 2_000;

function cleanerFor(secret: string): Cleaner {
  if (secret.length < longSecret) return cleanerOf([plainForms(secret), hexForm(secret)], base64Forms(secret));
  const bytes = Buffer.from(secret);
  const inside = [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(bytes.toString())];
  const encoded = (["base64", "base64url", "hex"] as const).map((encoding) =>
    bytes.toString(encoding).replace(/=+$/, ""),
  );
  return (text) => [...inside, ...encoded].reduce((clean, form) => clean.replaceAll(form, mark), text);
}

/**
 * @param loose expressions that are read without case
 * @param strict expressions that are read with it
 */
function cleanerOf(loose: string[], strict: string[]): Cleaner {
  const expressions = [new RegExp(loose.join("|"), "gi")];
  if (strict.length > 0) expressions.push(new RegExp(strict.join("|"), "g"));
  return (text) => expressions.reduce((clean, expression) => clean.replace(expression, mark), text);
}

/** Lines of a key file from this length on are secret by themselves: a log tells them one by one, and may begin anywhere. */
const longLine = 20;

/** What of a value is secret: all of it, and what may turn up without the rest. */
function partsOf(value: string): string[] {
  const lines = value.includes("\n") ? value.split(/\r?\n/).filter((line) => line.trim().length >= longLine) : [];
  return [value, value.trim(), ...lines.map((line) => line.trim()), ...textsOf(value)].filter(isRare);
}

/** The texts of a secret that is an object of JSON, as the key of a service account is. */
function textsOf(value: string): string[] {
  if (!value.trimStart().startsWith("{")) return [];
  try {
    const parsed: unknown = JSON.parse(value);
    return typeof parsed === "object" && parsed !== null
      ? Object.values(parsed).filter((each) => typeof each === "string")
      : [];
  } catch {
    return [];
  }
}
