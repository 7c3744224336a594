// Markdown from text that others wrote: a name or a reason never breaks a table, and never becomes HTML.

/** Splits prose into code spans and what stands between them. */
const spans = (text) => text.split(/(`+[^`]+`+)/);

/** Prose of a doc comment: code spans stay, everything else is kept from becoming HTML. */
export function prose(text) {
  return spans(text)
    .map((part) => (part.startsWith("`") ? part : part.replaceAll("<", "&lt;")))
    .join("")
    .replace(/\{@link ([^}]+)\}/g, "`$1`");
}

/** Any text as a code span, also one that holds backticks. */
export function code(text) {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const pad = longest > 0 || text === "" ? " " : "";
  return `${fence}${pad}${text.replace(/\s+/g, " ")}${pad}${fence}`;
}

/** A cell of a table: one line, in which `|` does not end the cell (GFM wants the backslash in code spans as well). */
export const cell = (text) =>
  text
    .replace(/\s*\n\s*/g, " ")
    .replace(/\\?\|/g, "\\|")
    .trim();

/**
 * A table.
 *
 * @param {string[]} heads
 * @param {string[][]} rows Markdown of each cell.
 */
export function table(heads, rows) {
  const line = (cells) => `| ${cells.map(cell).join(" | ")} |`;
  return [line(heads), line(heads.map(() => "---")), ...rows.map(line)].join("\n");
}

/** Blocks with one empty line between them; empty blocks are left out. */
export const blocks = (...parts) => parts.flat(Infinity).filter(Boolean).join("\n\n");

/** First letter upper case. */
export const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** `LoggedAgent` → `logged-agent`. */
export const kebab = (name) => name.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `-${letter}`).toLowerCase();

/** The sentence with a full stop, whether it came with one or not. */
export const sentence = (text) => (/[.!?:…]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`);
