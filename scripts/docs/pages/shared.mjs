// Parts that several pages have.
import { blocks, code, prose, sentence, table } from "../markdown.mjs";

/** First lines of every page. */
export const heading = (title) =>
  `<!-- Made by \`npm run docs\` from the doc comments of the sources: change those, not this file. -->\n\n# ${title}`;

/** Where a type of the sdk is documented, for links. */
export class Places {
  #places = new Map();

  /** Says that `type` is explained at `target`. */
  add(type, target) {
    this.#places.set(type, target);
  }

  /**
   * A readable type as a code span, followed by links to the types in it.
   *
   * @param {import("../sdkModel.mjs").Member} member
   * @param {string} page The page it stands on.
   */
  type(member, page) {
    const links = [...member.mentions].flatMap((name) => {
      const target = this.#places.get(name);
      if (target === undefined) return [];
      return [`[${name}](${target.startsWith(`${page}#`) ? target.slice(page.length) : target})`];
    });
    return `${code(member.type)}${links.length === 0 ? "" : ` (see ${links.join(", ")})`}`;
  }
}

/** Whether an argument must be given, and what is used when it is not. */
export const need = ({ required, fallback }) => (required ? "**required**" : prose(fallback ?? ""));

/** Entries of an interface as a table. */
export function entries(type, places, page) {
  const rows = type.members.map((member) => [
    code(member.name),
    places.type(member, page),
    need(member),
    prose(sentence(member.meaning)),
  ]);
  return table(["name", "type", "default", "meaning"], rows);
}

/** All examples of a declaration; each is run by test/examples/docsExamples.test.ts. */
export const examples = (...documented) => documented.flatMap((one) => one.examples);

/** A paragraph list from doc texts. */
export const paragraphs = (...texts) => blocks(...texts.map(prose));
