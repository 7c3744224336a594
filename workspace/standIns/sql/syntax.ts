import { SqlFailure } from "./failure.js";
import type { Token } from "./tokens.js";

/** Words that end a FROM clause. */
export const clauseWords = new Set(
  "WHERE GROUP ORDER HAVING LIMIT OFFSET SELECT UNION EXCEPT INTERSECT WINDOW SET VALUES QUALIFY".split(" "),
);
/** Words that cannot be the alias of a table. */
export const noAlias = new Set([
  ...clauseWords,
  ..."ON USING JOIN INNER LEFT RIGHT FULL CROSS NATURAL OUTER AS SEMI ANTI LATERAL TABLESAMPLE".split(" "),
]);
/** Words that SQLite reserves and Databricks does not: here they are names. */
export const onlySqlite = new Set(
  "ADD ALTER AUTOINCREMENT CHECK COMMIT CONSTRAINT DEFERRABLE FOREIGN INDEX INDEXED ISNULL NOTHING NOTNULL PRIMARY REFERENCES RETURNING TO TRANSACTION UNIQUE".split(
    " ",
  ),
);
/** Words that are no functions although a parenthesis may follow. */
export const noFunction = new Set(
  "IN EXISTS AND OR NOT ON USING VALUES SELECT FROM WHERE AS OVER BY THEN ELSE WHEN CASE JOIN UNION ALL ANY DISTINCT CAST LIKE ILIKE RLIKE REGEXP BETWEEN HAVING INTO TABLE".split(
    " ",
  ),
);

/** Pieces of SQL with spaces where people put them: unnamed columns bear the text of their expression. */
export function joined(pieces: readonly string[]): string {
  let result = "";
  for (const piece of pieces) {
    const close = result === "" || /^[,)(]$/.test(piece) || result.endsWith("(");
    result += close ? piece : ` ${piece}`;
  }
  return result;
}

/** The last part of a name of several. */
export function lastPart(name: string): string {
  return name.split(".").at(-1) ?? "";
}

/** Whether a token can be a name. */
export function isName(token: Token | undefined): boolean {
  return token?.kind === "word" || token?.kind === "quoted";
}

/** Names joined by dots, from `index` on; the last one may be a star. */
export function chainAt(tokens: readonly Token[], index: number): { parts: string[]; end: number } {
  if (!isName(tokens[index])) {
    throw syntaxError(tokens[index]);
  }
  const parts = [tokens[index]?.text ?? ""];
  let end = index + 1;
  while (tokens[end]?.kind === "symbol" && tokens[end]?.text === ".") {
    const part = tokens[end + 1];
    if (!isName(part) && part?.text !== "*") {
      throw syntaxError(part);
    }
    parts.push(part?.text ?? "");
    end += 2;
  }
  return { parts, end };
}

/** Index of the parenthesis that ends the one at `index`. */
export function closing(tokens: readonly Token[], index: number): number {
  let depth = 0;
  for (let at = index; at < tokens.length; at += 1) {
    if (tokens[at]?.kind === "symbol") {
      depth += tokens[at]?.text === "(" ? 1 : tokens[at]?.text === ")" ? -1 : 0;
      if (depth === 0) {
        return at;
      }
    }
  }
  throw new SqlFailure("PARSE_SYNTAX_ERROR", "Syntax error at or near end of input: a parenthesis does not end.");
}

/** The parts between the commas that are in no parenthesis. */
export function splitAtCommas(tokens: readonly Token[]): Token[][] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (token.kind === "symbol") {
      depth += ["(", "[", "<"].includes(token.text) ? 1 : [")", "]", ">"].includes(token.text) ? -1 : 0;
      if (token.text === "," && depth === 0) {
        parts.push([]);
        continue;
      }
    }
    parts.at(-1)?.push(token);
  }
  return parts;
}

/** Names that WITH gives to queries, wherever it stands in the part. */
export function ctesOf(tokens: readonly Token[]): string[] {
  const found: string[] = [];
  for (const [index, token] of tokens.entries()) {
    const after = tokens[index + 1]?.text === "(" && isName(token) ? closing(tokens, index + 1) + 1 : index + 1;
    // `name AS (` and `name (columns) AS (` occur nowhere else.
    if (isName(token) && tokens[after]?.upper === "AS" && tokens[after + 1]?.text === "(") {
      found.push(token.text.toLowerCase());
    }
  }
  return found;
}

/** Whether AS at `index` is the one of CAST: the parenthesis around it belongs to CAST. */
export function isCastType(tokens: readonly Token[], index: number): boolean {
  let depth = 0;
  for (let at = index - 1; at >= 0; at -= 1) {
    const text = tokens[at]?.kind === "symbol" ? tokens[at]?.text : "";
    depth += text === ")" ? 1 : text === "(" ? -1 : 0;
    if (depth < 0) {
      return ["CAST", "TRY_CAST"].includes(tokens[at - 1]?.upper ?? "");
    }
  }
  return false;
}

/** Index after the type of a CAST that begins at `index`. */
export function endOfType(tokens: readonly Token[], index: number): number {
  let depth = 0;
  for (let at = index; at < tokens.length; at += 1) {
    const text = tokens[at]?.kind === "symbol" ? tokens[at]?.text : "";
    depth += text === "(" ? 1 : text === ")" ? -1 : 0;
    if (depth < 0) {
      return at;
    }
  }
  return tokens.length;
}

/** Without `USING delta`, `COMMENT '…'` and `TBLPROPERTIES (…)`, which mean nothing here. */
export function withoutTableOptions(tokens: readonly Token[]): Token[] {
  const kept: Token[] = [];
  let depth = 0;
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index] as Token;
    if (token.kind === "symbol") {
      depth += token.text === "(" ? 1 : token.text === ")" ? -1 : 0;
    }
    if (depth === 0 && kept.every((part) => part.upper !== "AS")) {
      if (["USING", "COMMENT", "LOCATION"].includes(token.upper)) {
        index += 1;
        continue;
      }
      if (["TBLPROPERTIES", "OPTIONS"].includes(token.upper)) {
        index = closing(tokens, index + 1);
        continue;
      }
    }
    kept.push(token);
  }
  return kept;
}

/** What is said of a token that fits nowhere; undefined for the end of the statement. */
export function syntaxError(token: Token | undefined): SqlFailure {
  return new SqlFailure(
    "PARSE_SYNTAX_ERROR",
    `Syntax error at or near ${token === undefined ? "end of input" : `'${token.text}'`}.`,
  );
}

/** In backticks, which SQLite takes too: what it finds in double quotes and does not know, it takes for a string. */
export function quote(name: string): string {
  return `\`${name.replaceAll("`", "``")}\``;
}

/** A string as SQLite writes it. */
export function text(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
