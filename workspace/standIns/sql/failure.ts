/** SQLSTATE by the name of the error condition, from Databricks' list of error conditions. */
const states: Readonly<Record<string, string>> = {
  PARSE_SYNTAX_ERROR: "42601",
  TABLE_OR_VIEW_NOT_FOUND: "42P01",
  TABLE_OR_VIEW_ALREADY_EXISTS: "42P07",
  SCHEMA_NOT_FOUND: "42704",
  "UNRESOLVED_COLUMN.WITHOUT_SUGGESTION": "42703",
  UNRESOLVED_ROUTINE: "42883",
  REQUIRED_PARAMETER_NOT_FOUND: "4274K",
  "WRONG_NUM_ARGS.WITHOUT_SUGGESTION": "42605",
  UNRECOGNIZED_PARAMETER_NAME: "4274K",
  UNBOUND_SQL_PARAMETER: "42P02",
  INSUFFICIENT_PERMISSIONS: "42501",
  "UDF_USER_CODE_ERROR.GENERIC": "39000",
  UNSUPPORTED_FEATURE: "0A000",
  DELTA_NOT_NULL_CONSTRAINT_VIOLATED: "23502",
  LOCAL_STAND_IN: "XX000",
};

/** Why a statement failed, as the statement's status says it: `[CONDITION] message SQLSTATE: 00000`. */
export class SqlFailure extends Error {
  /** SQLSTATE, five characters. */
  readonly sqlState: string;

  /**
   * @param condition name of Databricks' error condition
   * @param text what happened
   */
  constructor(condition: string, text: string) {
    const state = states[condition] ?? "XX000";
    super(`[${condition}] ${text} SQLSTATE: ${state}`);
    this.name = "SqlFailure";
    this.sqlState = state;
  }
}

/** What SQLite says, in the words of Databricks where it has them. */
export function failureOfSqlite(message: string): SqlFailure {
  const near = /^near "(.*)": syntax error$/s.exec(message) ?? /^unrecognized token: "(.*)"$/s.exec(message);
  if (near !== null) {
    return new SqlFailure("PARSE_SYNTAX_ERROR", `Syntax error at or near '${near[1]}'.`);
  }
  if (message === "incomplete input") {
    return new SqlFailure("PARSE_SYNTAX_ERROR", "Syntax error at or near end of input.");
  }
  const table = /^no such table: (.*)$/.exec(message);
  if (table !== null) {
    // SQLite puts the name of its own database before the three parts at times.
    return tableNotFound((table[1] ?? "").split(".").slice(-3).join("."));
  }
  if (message === "not authorized" || message.startsWith("access to ")) {
    return new SqlFailure(
      "INSUFFICIENT_PERMISSIONS",
      "Insufficient privileges: the statement reads what it does not name.",
    );
  }
  const exists = /^table "?(.*?)"? already exists$/.exec(message);
  if (exists !== null) {
    return new SqlFailure("TABLE_OR_VIEW_ALREADY_EXISTS", `Cannot create '${exists[1]}' because it already exists.`);
  }
  const column =
    /^no such column: (.*)$/.exec(message) ??
    /^table .* has no column named (.*)$/.exec(message) ??
    /^ambiguous column name: (.*)$/.exec(message);
  if (column !== null) {
    return new SqlFailure(
      "UNRESOLVED_COLUMN.WITHOUT_SUGGESTION",
      `A column, variable, or function parameter with name \`${column[1]}\` cannot be resolved.`,
    );
  }
  const routine = /^no such function: (.*)$/.exec(message);
  if (routine !== null) {
    return new SqlFailure(
      "UNRESOLVED_ROUTINE",
      `Cannot resolve routine \`${routine[1]}\`. The local workspace runs SQLite, which lacks some of Databricks' functions.`,
    );
  }
  if (/^(You did not supply a value for binding|Binding \d+ has no name)/.test(message)) {
    return new SqlFailure("UNBOUND_SQL_PARAMETER", `Found an unbound parameter: ${message}`);
  }
  if (message.startsWith("the result is larger")) {
    const problem = "The result is larger than the 25 MiB that the disposition INLINE allows: use LIMIT or row_limit.";
    return new SqlFailure("LOCAL_STAND_IN", problem);
  }
  return new SqlFailure("LOCAL_STAND_IN", `SQLite, which stands in for the warehouse, says: ${message}.`);
}

/** The table a statement names does not exist. */
export function tableNotFound(name: string): SqlFailure {
  const quoted = name
    .split(".")
    .map((part) => `\`${part}\``)
    .join(".");
  return new SqlFailure("TABLE_OR_VIEW_NOT_FOUND", `The table or view ${quoted} cannot be found.`);
}
