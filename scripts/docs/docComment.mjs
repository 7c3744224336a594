// Doc comments as data. The compiler's own parser strips the indentation of examples, so the text is read here.

/**
 * @typedef {object} DocComment
 * @property {string} text What stands before the first tag.
 * @property {{ tag: string, text: string }[]} tags
 */

/**
 * The doc comment that belongs to a declaration: the last one before it.
 *
 * @param {import("typescript").Node} node
 * @returns {DocComment | undefined}
 */
export function docComment(node) {
  const last = node.jsDoc?.at(-1);
  return last === undefined ? undefined : parse(last.getText());
}

/** @returns {DocComment} */
export function parse(comment) {
  const lines = comment
    .replace(/^\/\*\*/, "")
    .replace(/\*\/$/, "")
    .split("\n")
    .map((line) => line.replace(/^\s*\* ?/, "").trimEnd());
  const sections = [{ tag: "", lines: [] }];
  let fenced = false;
  for (const line of lines) {
    if (/^\s*```/.test(line)) fenced = !fenced;
    const tag = fenced ? null : /^\s*@(\w+)\s?(.*)$/.exec(line);
    if (tag) sections.push({ tag: tag[1], lines: [tag[2]] });
    else sections.at(-1).lines.push(line);
  }
  const [head, ...tags] = sections.map(({ tag, lines: own }) => ({ tag, text: own.join("\n").trim() }));
  return { text: head.text, tags };
}

/** The texts of one kind of tag. */
export const tagged = (comment, tag) => comment?.tags.filter((one) => one.tag === tag).map(({ text }) => text) ?? [];

/** `@param` texts by the parameter's name. */
export function parameters(comment) {
  return new Map(
    tagged(comment, "param").map((text) => {
      const [, name = "", meaning = ""] = /^(\S+)\s*(?:- )?([\s\S]*)$/.exec(text) ?? [];
      return [name, meaning.trim()];
    }),
  );
}

/**
 * A comment on an argument, in its two parts.
 *
 * @param {string} text
 * @returns {{ meaning: string, fallback: string | undefined }} `fallback` is what stands after `Default:`
 */
export function meaningAndDefault(text) {
  const line = text.replace(/\s*\n\s*/g, " ");
  // A sentence ends at a full stop before a capital, a backtick or the end: `3.11.7` has none.
  const match = /(?:^|\s)Default: (.+?)\.(?=$|\s+[A-Z`])/.exec(line);
  if (match === null) return { meaning: line.trim(), fallback: undefined };
  const meaning = line.slice(0, match.index) + line.slice(match.index + match[0].length);
  return { meaning: meaning.trim(), fallback: match[1] };
}

/** The TypeScript blocks of a text. */
export function typescriptBlocks(text) {
  return [...text.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map(([, block]) => block);
}
