import type { Route } from "./route.js";

/** A route that fits a request. */
export interface Match {
  route: Route;
  params: Record<string, string>;
}

interface Compiled {
  route: Route;
  parts: readonly string[];
}

/** Finds the route of a request. Earlier routes win, so the table lists the special ones first. */
export class Router {
  /** By method and number of fixed leading parts is not needed: the table is short and matching is cheap. */
  readonly #routes: readonly Compiled[];

  constructor(routes: readonly Route[]) {
    this.#routes = routes.map((route) => ({ route, parts: split(route.path) }));
  }

  /**
   * @param method of the request; HEAD is served only by routes that name it
   * @param path without query; a trailing slash is ignored, as clients send one at times
   */
  find(method: string, path: string): Match | undefined {
    const parts = split(path);
    for (const { route, parts: pattern } of this.#routes) {
      if (route.method === method) {
        const params = matchParts(pattern, parts);
        if (params !== undefined) {
          return { route, params };
        }
      }
    }
    return undefined;
  }
}

function split(path: string): string[] {
  const trimmed = path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path;
  return trimmed.split("/").slice(1);
}

function matchParts(pattern: readonly string[], parts: readonly string[]): Record<string, string> | undefined {
  const params: Record<string, string> = {};
  for (const [index, wanted] of pattern.entries()) {
    const name = /^\{(\w+)(\.\.\.)?\}$/.exec(wanted);
    if (name?.[1] !== undefined && name[2] !== undefined) {
      const rest = decode(parts.slice(index).join("/"));
      return rest === undefined ? undefined : { ...params, [name[1]]: rest };
    }
    const part = parts[index];
    if (part === undefined) {
      return undefined;
    }
    if (name?.[1] === undefined) {
      if (part !== wanted) {
        return undefined;
      }
      continue;
    }
    const value = decode(part);
    if (value === undefined || value === "") {
      return undefined;
    }
    params[name[1]] = value;
  }
  return pattern.length === parts.length ? params : undefined;
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
