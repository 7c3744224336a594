// Parts that several pages have.
import { blocks, code, prose, sentence, table } from "../markdown.mjs";

/** First lines of every page. */
export const heading = (title) =>
  `<!-- Made by \`npm run docs\` from the doc comments of the sources: change those, not this file. -->\n\n# ${title}`;

/** Where a type of the sdk is documented, for links. */
export class Places {
  #places = new Map();

  /** Says that `type` is explained on `page`, under the heading `anchor` where it is not the page's own subject. */
  add(type, page, anchor) {
    this.#places.set(type, { page, anchor });
  }

  /** Whether it is known where the type is explained. */
  has(type) {
    return this.#places.has(type);
  }

  /** Types that have a section of their own on the page, in the order in which they were added. */
  sections(page) {
    return [...this.#places].flatMap(([type, place]) =>
      place.page === page && place.anchor === type.toLowerCase() ? [type] : [],
    );
  }

  /**
   * A readable type as a code span, followed by links to the types in it.
   *
   * @param {{ type: string, mentions: Set<string> }} member
   * @param {string} page The page it stands on.
   */
  type(member, page) {
    const links = [...member.mentions].flatMap((name) => {
      const place = this.#places.get(name);
      if (place === undefined) return [];
      const anchor = place.anchor === undefined ? "" : `#${place.anchor}`;
      return [`[${name}](${place.page === page && anchor !== "" ? anchor : place.page + anchor})`];
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

/** Sections of types: what each is, its entries as a table, its examples. */
export function typeSections(types, places, page) {
  return types.map((type) => [
    `## ${type.name}`,
    paragraphs(type.text),
    type.kind === "interface" ? entries(type, places, page) : `It is ${places.type(type, page)}.`,
    examples(type),
  ]);
}

/** Outputs of a resource as a table. */
export function outputs(resource, places, page) {
  const rows = resource.members.map((member) => [
    code(member.name),
    places.type(member, page),
    prose(sentence(member.meaning)),
  ]);
  return table(["name", "type", "meaning"], rows);
}

/** All examples of a declaration; each is run by test/examples/docsExamples.test.ts. */
export const examples = (...documented) => documented.flatMap((one) => one.examples);

/** A paragraph list from doc texts. */
export const paragraphs = (...texts) => blocks(...texts.map(prose));
