import type { Problem } from "../../errors.js";
import { sameCatalogName } from "../../lifecycle/catalogName.js";
import { isUnknown, unknownValue } from "../../lifecycle/unknown.js";
import { usable, type Validated } from "../../lifecycle/validate.js";

/** A name under the spelling that is recorded: in Unity Catalog a change of capitals alone makes no other thing. */
export function respelled(name: string | undefined, recorded: unknown): string | undefined {
  return name !== undefined && typeof recorded === "string" && sameCatalogName(name, recorded) ? recorded : name;
}

/** Longest name of one thing in Unity Catalog. */
const longestPart = 255;

/** What a model's name comes to. */
export interface Naming {
  /** Full name; the placeholder of unknown.ts while it is not known; undefined when it is at fault. */
  name: string | undefined;
  problems: Problem[];
}

/**
 * The full name: the one that is given, else one after the resource, in Unity Catalog below `catalog` and `schema`.
 *
 * @param logicalName name of the resource in the program
 */
export function nameOf(validated: Validated, logicalName: string, unityCatalog: boolean | undefined): Naming {
  const { name, catalog, schema } = validated.inputs;
  const problem = (message: string, path = "name"): Naming => ({
    name: undefined,
    problems: [{ code: "invalidArgument", path, message }],
  });
  if (validated.faulty.has("name") || validated.faulty.has("catalog") || validated.faulty.has("schema")) {
    return { name: undefined, problems: [] };
  }
  const below = catalog !== undefined || schema !== undefined;
  if (isUnknown(name) || (name === undefined && (isUnknown(catalog) || isUnknown(schema)))) {
    return { name: unknownValue, problems: [] };
  }
  if (unityCatalog === false && below) {
    return problem("only Unity Catalog has catalogs and schemas; this registry takes just a `name`.", "catalog");
  }
  const last = logicalName.replace(/[^A-Za-z0-9_-]/g, "_").slice(0, longestPart);
  const derived = below ? `${String(catalog)}.${String(schema)}.${last}` : last;
  if (typeof name === "string") {
    const other = unityCatalog === true ? !sameCatalogName(name, derived) : name !== derived;
    if (below && other && usable(validated, "catalog", "schema")) {
      return problem("give either `name`, or `catalog` and `schema`, under which the resource's own name is used.");
    }
    return { name, problems: unityCatalog === true ? partProblems(name) : [] };
  }
  if (below && (catalog === undefined || schema === undefined)) {
    return problem("`catalog` and `schema` belong together.", catalog === undefined ? "catalog" : "schema");
  }
  if (!below && unityCatalog === true) return problem("it is required: give `name`, or `catalog` and `schema`.");
  return { name: derived, problems: unityCatalog === true ? partProblems(derived) : [] };
}

function partProblems(name: string): Problem[] {
  const parts = name.split(".");
  if (parts.length !== 3 || parts.includes("")) {
    const message =
      `"${name}" has ${parts.length} part${parts.length === 1 ? "" : "s"}; Unity Catalog wants three: ` +
      "`catalog.schema.model`.";
    return [{ code: "invalidArgument", path: "name", message }];
  }
  return parts.flatMap((part, index): Problem[] => {
    const which = ["catalog", "schema", "model"][index] ?? "";
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what Unity Catalog refuses
    const bad = /[\u0000-\u001f\u007f]/.test(part);
    if (part.length <= longestPart && !bad) return [];
    const why = bad ? "a control character" : `${part.length} characters, and Unity Catalog takes ${longestPart}`;
    return [{ code: "invalidArgument", path: "name", message: `its part for the ${which} has ${why}.` }];
  });
}
