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

/** Takes secrets out of texts that a server or a library wrote. */
export interface Redactor {
  /** Makes `secret` known: it is taken out of every text from now on, also encoded. Empty ones are ignored. */
  add(...secrets: (string | undefined)[]): void;
  /**
   * `text` without secrets.
   *
   * @param more values that are secret in this text only
   */
  redact(text: string, more?: readonly string[]): string;
}

function encodings(secret: string): string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  const html = secret.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
  const base64 = Buffer.from(secret).toString("base64");
  const percent = Buffer.from(secret)
    .toString("latin1")
    .replace(/[^A-Za-z0-9_.~-]/g, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`);
  return [secret, json, html, base64, base64.replace(/=+$/, ""), percent, percent.replace(/%20/g, "+")];
}

function anyOf(secrets: Iterable<string>): RegExp | undefined {
  const all = [...new Set(secrets)].filter((text) => text !== "").sort((a, b) => b.length - a.length);
  if (all.length === 0) return undefined;
  return new RegExp(all.map((text) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&")).join("|"), "gi");
}

/** A {@link Redactor} that knows no secret yet, only what secrets look like. */
export function redactor(): Redactor {
  // Not enumerable from outside: printing a redactor shows two functions.
  const known = new Set<string>();
  let expression: RegExp | undefined;
  return {
    add(...secrets) {
      for (const secret of secrets) {
        if (secret === undefined || secret === "") continue;
        for (const form of encodings(secret)) known.add(form);
        const inner = secret.trim();
        if (inner !== "") known.add(inner);
      }
      expression = anyOf(known);
    },
    redact(text, more = []) {
      const own = more.length === 0 ? undefined : anyOf(more.flatMap(encodings));
      let clean = text;
      if (expression !== undefined) clean = clean.replace(expression, mark);
      if (own !== undefined) clean = clean.replace(own, mark);
      for (const [pattern, replacement] of patterns) clean = clean.replace(pattern, replacement);
      return clean;
    },
  };
}
