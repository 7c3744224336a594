import { SqlFailure } from "./failure.js";

/** A piece of a SQL statement that says something; spaces and comments are left out. */
export interface Token {
  /** `quoted` is an identifier in backticks. */
  kind: "word" | "quoted" | "string" | "number" | "parameter" | "symbol";
  /** As written; of a string or a quoted identifier what it stands for. */
  text: string;
  /** In capitals; of a word only, else empty. */
  upper: string;
  /** Offset in the statement. */
  at: number;
}

const symbols = ["<=>", "=>", "||", "<>", "<=", ">=", "!=", "==", "::", "->"];

/**
 * The tokens of a statement in Databricks SQL: strings in single or double quotes with backslash escapes, identifiers in
 * backticks, named parameter markers.
 *
 * @throws SqlFailure for a quote or comment that does not end
 */
export function tokensOf(sql: string): Token[] {
  const tokens: Token[] = [];
  let index = 0;
  const add = (kind: Token["kind"], text: string, at: number): void => {
    tokens.push({ kind, text, upper: kind === "word" ? text.toUpperCase() : "", at });
  };
  while (index < sql.length) {
    const rest = sql.slice(index, index + 3);
    const character = rest[0] ?? "";
    if (/\s/.test(character)) {
      index += 1;
    } else if (rest.startsWith("--")) {
      const end = sql.indexOf("\n", index);
      index = end === -1 ? sql.length : end + 1;
    } else if (rest.startsWith("/*")) {
      const end = sql.indexOf("*/", index + 2);
      if (end === -1) {
        throw unended(sql, index, "comment");
      }
      index = end + 2;
    } else if (character === "'" || character === '"' || character === "`") {
      const [text, end] = quotedText(sql, index, character);
      add(character === "`" ? "quoted" : "string", text, index);
      index = end;
    } else {
      const found = /^(?:[\p{L}_][\p{L}\p{N}_$]*|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+|:[A-Za-z_]\w*)/u.exec(
        sql.slice(index, index + 300),
      )?.[0];
      const symbol = found ?? symbols.find((item) => rest.startsWith(item)) ?? character;
      const kind =
        found === undefined ? "symbol" : found.startsWith(":") ? "parameter" : /^[.\d]/.test(found) ? "number" : "word";
      if (symbol === "::") {
        throw new SqlFailure("PARSE_SYNTAX_ERROR", "The operator :: is not covered by the local workspace: use CAST.");
      }
      add(kind, symbol, index);
      index += symbol.length;
    }
  }
  return tokens;
}

function quotedText(sql: string, start: number, quote: string): [text: string, end: number] {
  let text = "";
  for (let index = start + 1; index < sql.length; index += 1) {
    const character = sql[index] ?? "";
    if (character === "\\" && quote !== "`") {
      index += 1;
      const escaped = sql[index] ?? "";
      // In a pattern `\%` and `\_` keep their backslash.
      text += { n: "\n", t: "\t", r: "\r", "0": "\0" }[escaped] ?? (/[%_]/.test(escaped) ? `\\${escaped}` : escaped);
    } else if (character !== quote) {
      text += character;
    } else if (sql[index + 1] === quote) {
      text += quote;
      index += 1;
    } else {
      return [text, index + 1];
    }
  }
  throw unended(sql, start, quote === "`" ? "identifier" : "string");
}

function unended(sql: string, at: number, what: string): SqlFailure {
  return new SqlFailure("PARSE_SYNTAX_ERROR", `The ${what} that begins with ${sql.slice(at, at + 20)} does not end.`);
}
