import { ApiError, invalidParameter } from "../errors.js";

/**
 * The query of a request. It is read here and nowhere else, so that what decides about access and what a route does cannot
 * take different values for the same name.
 */
export class Query {
  /** As it was sent, with its `?`; empty without one. For a server behind, which reads it by itself. */
  readonly text: string;
  readonly #pairs: URLSearchParams;

  /** @param text with its `?`, or empty */
  constructor(text: string) {
    this.text = text;
    this.#pairs = new URLSearchParams(text);
  }

  /**
   * The value of a name; undefined where it is not given.
   *
   * @throws ApiError 400 for a name that is given twice: nobody could tell which of the values counts
   */
  one(name: string): string | undefined {
    const [value, ...more] = this.#pairs.getAll(name);
    if (more.length > 0) {
      throw invalidParameter(`${name}: given ${more.length + 1} times in the query. Give it once.`);
    }
    return value;
  }

  /** All names with their values. @throws ApiError 400 for a name that is given twice */
  all(): Record<string, string> {
    return Object.fromEntries([...new Set(this.#pairs.keys())].map((name) => [name, this.one(name) ?? ""]));
  }
}

/** What a request asks for. */
export interface Target {
  /** Path without dot segments, as it was encoded. */
  readonly path: string;
  readonly query: Query;
}

/**
 * Reads the target of a request, once.
 *
 * @param text of its first line
 * @throws ApiError 400 for what is no path of this server: an address of another one, or `//`, which looks like one
 */
export function parseTarget(text: string): Target {
  if (!/^\/(?![/\\])/.test(text)) {
    throw new ApiError(400, "MALFORMED_REQUEST", "The target of a request must be a path that begins with one slash.");
  }
  const { pathname, search } = new URL(`http://localhost${text}`);
  return { path: pathname, query: new Query(search) };
}
