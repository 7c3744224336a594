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

const entities: Readonly<Record<string, string>> = { "&": "amp", "<": "lt", ">": "gt", '"': "quot", "'": "apos" };

const literally = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");

/** Every form in which one character may come back: plain, percent-encoded, in a JSON text, in a page. */
function anyForm(character: string): string {
  if (/^[0-9A-Za-z]$/.test(character)) return character;
  const point = character.codePointAt(0) ?? 0;
  const percent = [...Buffer.from(character)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");
  const units = [...Array(character.length).keys()].map((index) => character.charCodeAt(index));
  const entity = entities[character];
  return `(?:${[
    // A JSON text within a JSON text has its backslashes doubled.
    `\\\\{0,8}${literally(character)}`,
    percent,
    units.map((unit) => `\\\\{1,8}u${unit.toString(16).padStart(4, "0")}`).join(""),
    `&#0{0,3}${point};`,
    `&#x0{0,3}${point.toString(16)};`,
    ...(entity === undefined ? [] : [`&${entity};`]),
    ...(character === " " ? ["\\+"] : []),
    ...(character === "\n" ? ["\\\\{1,8}n"] : []),
    ...(character === "\r" ? ["\\\\{1,8}r"] : []),
    ...(character === "\t" ? ["\\\\{1,8}t"] : []),
  ].join("|")})`;
}

function anyFormOfAll(secret: string): string {
  // A run of backslashes is counted as a whole: character by character the expression would try every way to share a
  // long run in the text among them.
  return secret
    .split(/(\\+)/)
    .map((part, index) =>
      index % 2 === 1
        ? `(?:\\\\{${part.length},${8 * part.length}}|(?:%5c){${part.length}})`
        : [...part].map(anyForm).join(""),
    )
    .join("");
}

function expressionOf(secrets: Iterable<string>): RegExp | undefined {
  const all = new Set([...secrets].flatMap((secret) => [secret, secret.trim()]).filter((secret) => secret !== ""));
  if (all.size === 0) return undefined;
  const forms = [...all]
    .sort((a, b) => b.length - a.length)
    .flatMap((secret) => {
      const base64 = Buffer.from(secret).toString("base64").replace(/=+$/, "");
      return [anyFormOfAll(secret), `${literally(base64)}={0,2}`];
    });
  return new RegExp(forms.join("|"), "gi");
}

/** A {@link Redactor} that knows no secret yet, only what secrets look like. */
export function redactor(): Redactor {
  const known = new Set<string>();
  let expression: RegExp | undefined;
  return {
    add(...secrets) {
      for (const secret of secrets) if (secret !== undefined && secret !== "") known.add(secret);
      // Made with the first text to clean: most runs have none.
      expression = undefined;
    },
    redact(text, more = []) {
      if (known.size > 0) expression ??= expressionOf(known);
      let clean = text;
      for (const each of [expression, expressionOf(more)]) if (each !== undefined) clean = clean.replace(each, mark);
      for (const [pattern, replacement] of patterns) clean = clean.replace(pattern, replacement);
      return clean;
    },
  };
}
