import { SqlFailure } from "./failure.js";
import { tokensOf } from "./tokens.js";
import type { Names } from "./translated.js";
import { typeText } from "./types.js";

/** Rows of an answer about the catalog. */
export interface Shown {
  rows: (string | null)[][];
}

/** A statement that asks what exists. */
export type ShowStatement =
  | { what: "catalogs" }
  | { what: "schemas"; catalog: string }
  | { what: "tables"; catalog: string; schema: string }
  | { what: "table"; table: string };

/**
 * Reads SHOW CATALOGS, SCHEMAS, TABLES and DESCRIBE; undefined for any other statement.
 *
 * @throws SqlFailure for other things to show
 */
export function showStatement(sql: string, names: Names): ShowStatement | undefined {
  const tokens = tokensOf(sql).filter((token) => token.text !== ";");
  const verb = tokens[0]?.upper ?? "";
  if (verb !== "SHOW" && verb !== "DESCRIBE" && verb !== "DESC") {
    return undefined;
  }
  const rest = tokens.slice(1).filter((token) => !["TABLE", "EXTENDED", "FORMATTED"].includes(token.upper));
  if (verb !== "SHOW") {
    const parts = rest.filter((token) => token.text !== ".").map((token) => token.text);
    return {
      what: "table",
      table: [...[names.catalog, names.schema].slice(0, Math.max(0, 3 - parts.length)), ...parts].join("."),
    };
  }
  const what = rest[0]?.upper;
  const from = ["IN", "FROM"].includes(rest[1]?.upper ?? "") ? rest.slice(2) : [];
  const parts = from.filter((token) => token.text !== ".").map((token) => token.text);
  const [catalog, schema] = parts.length > 1 ? parts : [names.catalog, parts[0]];
  switch (what) {
    case "CATALOGS":
      return { what: "catalogs" };
    case "SCHEMAS":
    case "DATABASES":
      return { what: "schemas", catalog: parts[0] ?? names.catalog };
    case "TABLES":
      return { what: "tables", catalog: catalog ?? names.catalog, schema: schema ?? names.schema };
    default:
      throw new SqlFailure("UNSUPPORTED_FEATURE", `The local workspace does not cover SHOW ${rest[0]?.text ?? ""}.`);
  }
}

/** Rows of DESCRIBE: name, type and comment of each column. */
export function describeTable(columns: readonly (readonly [name: string, declared: string])[]): Shown["rows"] {
  return columns.map(([name, declared]) => [name, typeText(declared.replace(/ TEXT$/, "")).toLowerCase(), null]);
}
