import type { Secret } from "../../http/redact.js";
import { hidden } from "../hidden.js";

type Values = Readonly<Record<string, unknown>>;

/**
 * The path of a Pulumi secret among the arguments, as the sdk writes it: names and indices with `/` between them, as in JSON
 * pointers (RFC 6901). A name alone means all that the argument holds.
 *
 * @param path for example `environment/API_KEY`
 */
export function pathOf(path: string): string[] {
  return path.split("/").map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/**
 * The values that the program marked as secret, with the names that they have there. A value that is none is shown to anybody
 * who sees a preview: it is no secret because of the argument that it stands in.
 *
 * @param bags arguments, old and new, with their hidden keys, which say where a Pulumi secret is
 */
export function secretValues(...bags: readonly Values[]): Secret[] {
  return bags.flatMap((bag) => {
    const paths = bag[hidden.secrets];
    if (!Array.isArray(paths)) return [];
    return paths.map(String).flatMap((path) => {
      const [name = "", ...below] = pathOf(path);
      const value = below.reduce<unknown>((held, part) => entryOf(held, part), bag[name]);
      return leaves(value, below.at(-1) ?? name);
    });
  });
}

function entryOf(held: unknown, name: string): unknown {
  return typeof held === "object" && held !== null
    ? new Map<string, unknown>(Object.entries(held)).get(name)
    : undefined;
}

function leaves(value: unknown, name: string): Secret[] {
  if (typeof value === "object" && value !== null)
    return Object.entries(value).flatMap(([key, item]) => leaves(item, Array.isArray(value) ? name : key));
  return typeof value === "string" || typeof value === "number" ? [{ name, value: String(value) }] : [];
}
