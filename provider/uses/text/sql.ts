/** What a SQL text names. Parts that are not known keep their mark. */
export interface SqlNames {
  tables: Set<string>;
  /** Tables without a catalog, or without a schema too, and of how many parts their names are. */
  short: Map<string, 1 | 2>;
  functions: Set<string>;
  endpoints: Set<string>;
  indexes: Set<string>;
  connections: Set<string>;
  /** Whether a table is named by a parameter. */
  parameterised: boolean;
}

interface Token {
  kind: "name" | "text" | "sign";
  text: string;
  /** Of a name: its parts, quotes taken off. */
  parts: string[];
}

const ident = "(?:[\\p{L}\\d_$\\u{F8FF}](?:[\\p{L}\\d_$\\u{F8FF}-]*[\\p{L}\\d_$\\u{F8FF}])?|`[^`]*`)";
const part = new RegExp(ident, "gu");
const pattern = new RegExp(
  `--[^\\n]*|/\\*[\\s\\S]*?\\*/|('(?:[^'\\\\]|\\\\.|'')*'|"(?:[^"\\\\]|\\\\.)*")|(${ident}(?:\\s*\\.\\s*${ident})*)|(=>|[^\\s])`,
  "gu",
);

/** The tables, functions and other things that a statement names by three parts, or in the functions that take their names. */
export function sqlNames(statement: string): SqlNames {
  const tokens = tokensOf(statement);
  const found: SqlNames = {
    tables: new Set(),
    short: new Map(),
    functions: new Set(),
    endpoints: new Set(),
    indexes: new Set(),
    connections: new Set(),
    parameterised: false,
  };
  const own = commonTables(tokens);
  const addTable = (token: Token) => {
    const [first] = token.parts;
    if (token.parts.length === 1 && first !== undefined && own.has(first.toLowerCase())) return;
    const name = token.parts.join(".");
    // A part that is not known may be more than one.
    const isWhole = token.parts.length === 3 || (token.parts.length < 3 && name.includes("\u{F8FF}"));
    if (isWhole) found.tables.add(name);
    else if (token.parts.length === 1 || token.parts.length === 2) found.short.set(name, token.parts.length);
  };
  tokens.forEach((token, index) => {
    const before = tokens[index - 1];
    const next = tokens[index + 1];
    if (token.kind !== "name") return;
    const word = token.text.toLowerCase();
    if (next?.text === "(") namedByFunction(tokens, index, word, found, addTable);
    if (token.parts.length < 2 && reserved.has(word)) return;
    const opener = openerOf(tokens, index);
    if (opener === undefined) {
      if (next?.text === "(" && token.parts.length === 3) found.functions.add(token.parts.join("."));
    } else if (next?.text === "(" && opener !== "into" && opener !== "overwrite") {
      if (token.parts.length === 3) found.functions.add(token.parts.join("."));
    } else if (before?.text !== ".") addTable(token);
  });
  return found;
}

function partsOf(name: string): string[] {
  if (!name.includes(".")) return [name.replaceAll("`", "")];
  return [...name.matchAll(part)].map(([one]) => one.replaceAll("`", ""));
}

function tokensOf(statement: string): Token[] {
  const tokens: Token[] = [];
  for (const match of withoutNested(statement).matchAll(pattern)) {
    const [, literal, name, sign] = match;
    if (literal !== undefined) tokens.push({ kind: "text", text: literal.slice(1, -1), parts: [] });
    else if (name !== undefined) {
      const parts = partsOf(name);
      tokens.push({ kind: "name", text: name, parts });
    } else if (sign !== undefined) tokens.push({ kind: "sign", text: sign, parts: [] });
  }
  return tokens;
}

/** Comments may hold comments: those with more than one level are made blank. */
function withoutNested(statement: string): string {
  if (!/\/\*(?:(?!\*\/)[\s\S])*\/\*/.test(statement)) return statement;
  let out = "";
  let depth = 0;
  for (let at = 0; at < statement.length; at++) {
    const two = statement.slice(at, at + 2);
    if (two === "/*" || (two === "*/" && depth > 0)) {
      depth += two === "/*" ? 1 : -1;
      at += 1;
      if (depth === 0) out += " ";
    } else if (depth === 0) out += statement[at];
  }
  return out;
}

/** Names that the statement gives to parts of itself: `WITH name AS (…)`. */
function commonTables(tokens: readonly Token[]): Set<string> {
  const found = new Set<string>();
  tokens.forEach((token, index) => {
    if (token.text.toLowerCase() !== "as" || tokens[index + 1]?.text !== "(") return;
    let at = index - 1;
    if (tokens[at]?.text === ")") while (at > 0 && tokens[at]?.text !== "(") at -= 1;
    const name = tokens[tokens[at]?.text === "(" ? at - 1 : at];
    if (name?.kind === "name" && name.parts.length === 1) found.add(name.text.replaceAll("`", "").toLowerCase());
  });
  return found;
}

const openers = new Set(["from", "join", "into", "update", "table", "using", "overwrite", "describe", "desc", "view"]);
const reserved = new Set(
  "select from join into update table using where set values on group order by limit as and or not left right inner outer full cross lateral with union all distinct if exists only extended history detail formatted view overwrite describe desc when matched then insert delete".split(
    " ",
  ),
);

/** The word that makes a name at this place that of a table; undefined where none does. */
function openerOf(tokens: readonly Token[], index: number): string | undefined {
  let at = index - 1;
  let word = tokens[at]?.text.toLowerCase() ?? "";
  while (["only", "extended", "formatted", "history", "detail", "if", "exists", "not", "lateral"].includes(word)) {
    at -= 1;
    word = tokens[at]?.text.toLowerCase() ?? "";
  }
  if (openers.has(word)) return tokens[at - 1]?.text.toLowerCase() === "distinct" && word === "from" ? undefined : word;
  return tokens[at]?.text === "," && isInTableList(tokens, at) ? "from" : undefined;
}

const clauses = new Set(
  "select where group order having limit set values by qualify window partition returning cluster distribute sort".split(
    " ",
  ),
);

/** Whether a comma is one of `FROM a x, b y`: between it and its `FROM` there is nothing but tables and joins. */
function isInTableList(tokens: readonly Token[], comma: number): boolean {
  let depth = 0;
  for (let at = comma - 1; at >= 0; at--) {
    const token = tokens[at];
    const word = token?.text.toLowerCase() ?? "";
    if (word === ")") depth += 1;
    else if (word === "(") {
      depth -= 1;
      if (depth < 0) return false;
    } else if (depth === 0 && (word === "from" || clauses.has(word))) return word === "from";
  }
  return false;
}

/** Functions of Databricks SQL that take the name of something as a text. */
function namedByFunction(
  tokens: readonly Token[],
  index: number,
  word: string,
  found: SqlNames,
  addTable: (token: Token) => void,
): void {
  const argument = (name: string): Token | undefined => {
    const first = tokens[index + 2];
    for (let at = index + 2; at < tokens.length && at < index + 60; at++)
      if (tokens[at]?.text.toLowerCase() === name && tokens[at + 1]?.text === "=>") return tokens[at + 2];
    return first?.kind === "text" && tokens[index + 3]?.text !== "=>" ? first : undefined;
  };
  const add = (to: Set<string>, token: Token | undefined) => {
    if (token?.kind === "text") to.add(token.text);
  };
  if (word === "ai_query") add(found.endpoints, argument("endpoint"));
  else if (word === "vector_search") add(found.indexes, argument("index"));
  else if (word === "http_request") add(found.connections, argument("conn"));
  else if (word === "identifier" && openerOf(tokens, index) !== undefined) {
    const token = tokens[index + 2];
    if (token?.kind === "text") addTable({ kind: "name", text: token.text, parts: token.text.split(".") });
    else found.parameterised = true;
  }
}
