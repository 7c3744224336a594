const entities: Readonly<Record<string, string>> = { "&": "amp", "<": "lt", ">": "gt", '"': "quot", "'": "apos" };

const literally = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");

/** Every form in which one character may come back: plain, percent-encoded, in a JSON text, in Python's, in a page. */
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
    ...(point > 127 && point < 256 ? [`\\\\{1,8}x${point.toString(16)}`] : []),
    `&#0{0,3}${point};`,
    `&#x0{0,3}${point.toString(16)};`,
    ...(entity === undefined ? [] : [`&${entity};`]),
    ...(character === " " ? ["\\+"] : []),
    ...(character === "\n" ? ["\\\\{1,8}n"] : []),
    ...(character === "\r" ? ["\\\\{1,8}r"] : []),
    ...(character === "\t" ? ["\\\\{1,8}t"] : []),
  ].join("|")})`;
}

/** An expression for a secret as it is, and as it stands in JSON, an address, a page or Python; to be read without case. */
export function plainForms(secret: string): string {
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

/** An expression for a secret in hexadecimal, also as part of something longer; to be read without case. */
export function hexForm(secret: string): string {
  return Buffer.from(secret).toString("hex");
}

const of64 = "[A-Za-z0-9+/_-]";

/**
 * Expressions for a secret in base64, of either alphabet: by itself, and as part of something longer, `user:secret` or a JSON
 * text, where it begins at any of three places of a group. What its neighbours have a share in is taken out with it. To be
 * read with case.
 */
export function base64Forms(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString("base64");
    const own = text.slice([0, 2, 3][before], Math.floor(((before + bytes.length) * 4) / 3));
    const core = own.replace(/[+/]/g, (character) =>
      character === "+" ? "(?:[+-]|%2[Bb])" : "(?:\\\\{0,4}[/_]|%2[Ff])",
    );
    const end = (before + bytes.length) % 3 === 0 ? "" : `(?:${of64}?(?:=|%3[Dd]){0,2})`;
    return `${before === 0 ? "" : `${of64}?`}${core}${end}`;
  });
}

/** An expression for a value that stands behind its name: `PIN=4711`, `'PIN': '4711'`, `"PIN":"4711"`, `PIN: 4711`. */
export function namedForm(name: string, value: string): string {
  return `(?<=\\b${literally(name)}\\\\{0,4}["']?\\s{0,4}[:=]\\s{0,4}\\\\{0,4}["']?)${plainForms(value)}(?![A-Za-z0-9])`;
}
