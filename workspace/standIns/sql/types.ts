/** The name of a SQL type in Databricks' answers, by the first word of its text. */
const names: Readonly<Record<string, string>> = {
  INTEGER: "INT",
  BIGINT: "LONG",
  TINYINT: "BYTE",
  SMALLINT: "SHORT",
  REAL: "FLOAT",
  TEXT: "STRING",
  VARCHAR: "STRING",
  NUM: "DECIMAL",
};

/** First word of a type's text, in capitals: `DECIMAL` of `decimal(10,2)`. */
export function baseType(text: string): string {
  return /^\w+/.exec(text.trim())?.[0].toUpperCase() ?? "STRING";
}

/** `type_name` of a column, for example LONG of `bigint`. */
export function typeName(text: string): string {
  const base = baseType(text);
  return names[base] ?? base;
}

/** `type_text` of a column: the words of SQL, in capitals where they are words. */
export function typeText(text: string): string {
  const base = baseType(text);
  return (
    { LONG: "BIGINT", INTEGER: "INT", TEXT: "STRING", NUM: "DECIMAL(38,18)", REAL: "FLOAT" }[base] ??
    text.trim().toUpperCase()
  );
}

/**
 * The words a column is declared with in SQLite. The first one says Databricks' type; the others make SQLite keep text
 * as text, where it would otherwise make a number of what looks like one.
 */
export function declaration(text: string): string {
  const base = baseType(text);
  return ["STRING", "VARCHAR", "DATE", "TIMESTAMP", "ARRAY", "MAP", "STRUCT", "VARIANT"].includes(base)
    ? `${base} TEXT`
    : base === "LONG"
      ? "BIGINT"
      : base;
}

/**
 * A value as SQLite keeps it in a column.
 *
 * @param value as JSON has it
 */
export function stored(value: unknown): string | number | null {
  if (value === null || value === undefined) {
    return null;
  }
  if (typeof value === "boolean") {
    return value ? 1 : 0;
  }
  return typeof value === "string" || typeof value === "number" ? value : JSON.stringify(value);
}

/**
 * A parameter of a statement as SQLite takes it.
 *
 * @param value text, as clients send every value
 * @param type SQL type. Default: STRING
 */
export function parameterValue(value: string | null | undefined, type: string): string | number | null {
  if (value === null || value === undefined) {
    return null;
  }
  switch (typeName(type)) {
    case "INT":
    case "LONG":
    case "SHORT":
    case "BYTE":
    case "DOUBLE":
    case "FLOAT":
    case "DECIMAL":
      return Number.isFinite(Number(value)) ? Number(value) : null;
    case "BOOLEAN":
      return value.toLowerCase() === "true" ? 1 : 0;
    default:
      return value;
  }
}
