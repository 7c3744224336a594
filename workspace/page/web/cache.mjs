// Answers that views need beside the summary: asked for once, drawn when they come.
import { askJson } from "./session.mjs";
import { changed } from "./state.mjs";

/** @typedef {{ value?: any, error?: string, mark: string, asking: boolean }} Kept */

/** @type {Map<string, Kept>} */
const kept = new Map();

/**
 * What a route answered; its value stays while it is asked again.
 *
 * @param {string} path below the page's routes
 * @param {string} [mark] asked again when it changes
 * @returns {Readonly<Kept>}
 */
export function answerOf(path, mark = "") {
  const known = kept.get(path);
  if (known !== undefined && (known.mark === mark || known.asking)) return known;
  /** @type {Kept} */
  const entry = { ...known, mark, asking: true };
  kept.set(path, entry);
  askJson(path).then(
    (value) => {
      kept.set(path, { value, mark, asking: false });
      changed();
    },
    (error) => {
      kept.set(path, { ...entry, error: String(error.message), asking: false });
      changed();
    },
  );
  return entry;
}

/**
 * What a route answered, for what does not change once it is there; asked again until then.
 *
 * @param {string} path below the page's routes
 * @param {string} mark asked again when it changes
 * @returns {Readonly<Kept>}
 */
export function answerOnce(path, mark) {
  const known = kept.get(path);
  return known?.value === undefined ? answerOf(path, mark) : known;
}
