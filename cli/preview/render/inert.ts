/**
 * Text of others (names of files, stacks, agents; messages) in forms that no reader's software takes for markup: no
 * mention, no reference to an issue, no table break, no HTML, no link, no emoji shortcut, no quick action.
 *
 * Escaping with backslashes is not enough: GitHub looks for mentions and references in the finished HTML, so `\@name`
 * still notifies. Code spans and `<code>` are the places where it does not look.
 */

const longest = 160;
/** Holds the words of a quotation together; shown as a space. */
const noBreak = "\u00a0";
/** Marks what was quoted in backticks. */
const quoteMark = "\ue000";

/** Characters that change how others are shown: control, zero width, direction, separators of lines. */
const unseen = /[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/gu;

const escaped = (character: string) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;

/** `text` on one line, cut, with everything invisible spelled out. */
function visible(text: string): string {
  const cut = text.length > longest ? `${text.slice(0, longest).replace(/[\ud800-\udbff]$/, "")}…` : text;
  return cut.replace(unseen, (character) => (character === " " || character === noBreak ? " " : escaped(character)));
}

/**
 * A code span. A backtick would end it and a pipe would end the cell of a table, which even a backslash in front does not
 * prevent everywhere; both are spelled out, and a backslash at the end as well, which might take the mark with it.
 */
export function code(text: string): string {
  const inner = visible(text).replace(/[`|]/g, escaped).replace(/\\$/, "\\u{5c}").trim();
  return inner === "" ? "`(empty)`" : `\`${inner}\``;
}

/** For places where Markdown is not read, such as a `<summary>`: every character that could mean something is an entity. */
export function htmlCode(text: string): string {
  const inner = visible(text).replace(/[^\p{L}\p{N} ./-]/gu, (character) => `&#${character.codePointAt(0)};`);
  return `<code>${inner}</code>`;
}

const plainWord = /^[("']{0,2}[A-Za-z]+(?:[’'-][A-Za-z]+)*[)"']{0,2}[.,;:!?]{0,3}$/;
const plainNumber = /^\(?\d{1,6}(?:\.\d{1,6})?%?\)?[.,;:]?$/;
/** GitHub links the hash of a commit. */
const hash = /^[0-9a-f]{7,40}\W*$/i;

const isPlain = (word: string) =>
  (plainWord.test(word) && !hash.test(word)) ||
  (plainNumber.test(word) && !hash.test(word)) ||
  word === "%" ||
  word === "→" ||
  word === "·";

/**
 * A sentence. Plain words and numbers stay as they are, every other run of characters becomes a code span, so outside of
 * code spans there is nothing but letters, digits and simple punctuation.
 */
export function prose(text: string): string {
  const words = text
    .replace(/`([^`\n]{1,200})`/g, (_, quoted: string) => `${quoteMark}${quoted.replaceAll(" ", noBreak)}`)
    .split(/[ \t\r\n]+/)
    .filter((word) => word !== "");
  const parts: string[] = [];
  let odd: string[] = [];
  const flush = () => {
    if (odd.length > 0) parts.push(span(odd.join(" ")));
    odd = [];
  };
  for (const word of words) {
    if (!isPlain(word)) {
      odd.push(word);
      continue;
    }
    flush();
    parts.push(word);
  }
  flush();
  return parts.join(" ");
}

/** A code span with the punctuation of the sentence outside of it. */
function span(text: string): string {
  const [, inner = text, end = ""] = /^(.*?)([.,;:!?]?)$/s.exec(text.replaceAll(quoteMark, "")) ?? [];
  return inner === "" ? code(text) : `${code(inner)}${end}`;
}

/** A label of a Mermaid diagram, to stand in double quotes: what could mean something to Mermaid or HTML becomes a dot. */
export function mermaidText(text: string): string {
  const cut = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  return cut.replace(/[^\p{L}\p{N} ._/…-]/gu, "·").replace(/\.{2,}/g, "·") || "·";
}
