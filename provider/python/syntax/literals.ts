const escapes: { readonly [letter: string]: string } = {
  n: "\n",
  t: "\t",
  r: "\r",
  "\\": "\\",
  "'": "'",
  '"': '"',
  "\n": "",
  a: "\x07",
  b: "\b",
  f: "\f",
  v: "\v",
  "0": "\0",
};

/** The value of a text literal, its prefix, quotes and escapes taken off. */
export function literalText(literal: string): string {
  const prefix = /^[a-zA-Z]*/.exec(literal)?.[0] ?? "";
  const body = literal.slice(prefix.length);
  const marks = body.startsWith('"""') || body.startsWith("'''") ? 3 : 1;
  const inner = body.slice(marks, Math.max(marks, body.length - marks));
  return /r/i.test(prefix) ? inner : unescaped(inner);
}

/** The fixed part of an f-string. */
export function unescapeFormat(text: string, isRaw: boolean): string {
  const plain = text.replaceAll("{{", "{").replaceAll("}}", "}");
  return isRaw ? plain : unescaped(plain);
}

function unescaped(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replace(
    /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|\r?\n|([\s\S]))/g,
    (whole, hex: string | undefined, unicode: string | undefined, letter: string | undefined) => {
      const code = hex ?? unicode;
      if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
      return letter === undefined ? "" : (escapes[letter] ?? whole);
    },
  );
}
