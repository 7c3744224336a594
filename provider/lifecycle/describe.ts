const longest = 60;

/** A path in the form a TypeScript program would write it: `environment["api-key"]`, `traffic[1].percentage`. */
export function pathText(path: readonly PropertyKey[]): string {
  let text = "";
  for (const key of path) {
    const name = printable(String(key));
    if (typeof key === "number") text += `[${key}]`;
    else if (/^[A-Za-z_$][\w$]*$/.test(name)) text += text === "" ? name : `.${name}`;
    else text += `[${JSON.stringify(name)}]`;
  }
  return text;
}

/** A value as a message may show it: short, on one line, inert in a terminal. Never call it with a secret. */
export function valueText(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (typeof value === "string") return JSON.stringify(printable(value));
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return kindText(value);
}

/** The kind of a value, in words, for where the value itself may be secret. */
export function kindText(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : `a list of ${value.length}`;
  if (typeof value === "object") return "an object";
  return typeof value === "string" ? "a string" : `a ${typeof value}`;
}

/** `text` without control characters (terminal escapes) and cut to a readable length. */
export function printable(text: string, length = longest): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out.
  const clean = text.replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, "\ufffd");
  return clean.length > length ? `${clean.slice(0, length)}…` : clean;
}
