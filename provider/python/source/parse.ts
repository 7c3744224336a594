import { parser } from "@lezer/python";
import { errorName, type SyntaxNode, type SyntaxTree, syntaxTree, walk } from "./tree.js";

/** Where in a text something is. */
export interface Place {
  /** Line, from 1. */
  line: number;
  /** Column in characters, from 1. */
  column: number;
}

/** The first thing in a file that is not Python. */
export interface SyntaxFault {
  /** Offset in the text. */
  offset: number;
  /** What is wrong there, without the place. */
  message: string;
}

/** A Python file as a tree. */
export interface ParsedPython {
  /** The text as it was read; offsets of the tree are offsets in it. */
  text: string;
  /** The syntax tree. */
  tree: SyntaxTree;
  /** The first syntax error, when there is one. */
  fault?: SyntaxFault;
}

/**
 * Parses Python with a real grammar.
 *
 * The grammar (@lezer/python 1.1) does not know a few valid forms: `1.` without a fraction, a bare `yield`, empty
 * patterns (`case dict():`), targets of `with` that are not one name or stand in parentheses, and `for *rest, x in` in
 * a comprehension, `y := f(x)` in the guard of a `case`, `*x` in a subscript, `/` in a lambda, and a backslash before a brace in a raw f-string. Where one of them is all that is wrong, it is tolerated, or replaced by an equally long equivalent
 * before parsing again, so that offsets stay true. Forms of Python 2 that the grammar takes are errors.
 *
 * @param text a Python source text
 */
export function parsePython(text: string): ParsedPython {
  let current = joinBlankLines(text);
  let tree = treeOf(current);
  let error = firstError(tree);
  // One unknown form may hide another, as `1.` hides what follows it.
  for (let round = 0; round < 3 && error !== undefined; round++) {
    const next = repair(current, tree);
    if (next === current) break;
    current = next;
    tree = treeOf(current);
    error = firstError(tree);
  }
  const fault = error === undefined ? firstOverlooked(text, tree) : describe(text, error);
  return fault === undefined ? { text, tree } : { text, tree, fault };
}

function treeOf(text: string): SyntaxTree {
  // The grammar wants a line end after the last statement.
  return syntaxTree(parser.parse(`${text}\n`));
}

// Offsets at which the lines of the last texts begin: many places are asked of one text, one after the other.
const tables = new Map<string, number[]>();
const maximumTables = 8;

function startsOf(text: string): number[] {
  const known = tables.get(text);
  if (known !== undefined) return known;
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  if (tables.size >= maximumTables) tables.clear();
  tables.set(text, starts);
  return starts;
}

/** The place of an offset. */
export function placeOf(text: string, offset: number): Place {
  const starts = startsOf(text);
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle;
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
}

/**
 * The line of an offset with a caret under it, for messages. Long lines are cut around the place.
 *
 * @param text the whole source
 * @param offset where the caret goes
 */
export function excerpt(text: string, offset: number): string {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  const end = text.indexOf("\n", start);
  const full = text
    .slice(start, end < 0 ? text.length : end)
    .replace("\r", "")
    .replaceAll("\t", " ");
  const from = Math.max(0, offset - start - 60);
  const line = full.slice(from, from + 120);
  return `    ${line}\n    ${" ".repeat(Math.max(0, offset - start - from))}^`;
}

/** The first thing that the grammar does not know. */
function firstError(tree: SyntaxTree): SyntaxNode | undefined {
  return tree.nodes[errorName].find((error) => !tolerated(error));
}

/** The first fault that the grammar takes. */
function firstOverlooked(text: string, { nodes }: SyntaxTree): SyntaxFault | undefined {
  const unclosed = [nodes.String, nodes.FormatString]
    .flatMap((literals) => literals.find(({ from, to }) => !isClosed(text, from, to)) ?? [])
    .map(({ from }) => ({ offset: from, message: "this text is never closed" }));
  const printed = nodes.PrintStatement.slice(0, 1).map(({ from }) => ({
    offset: from,
    message: "print needs parentheses: this is Python 2",
  }));
  return [...unclosed, ...printed].sort((one, other) => one.offset - other.offset)[0];
}

/**
 * The text with each line end before a blank line or a comment line made a space. The parser loses its way after a few
 * hundred statements with such lines between them (its stack grows with each and is cut); joined to the line before,
 * they mean the same, and every offset stays what it was. Inside of a long text only its content changes, and content
 * is always taken from the original.
 */
function joinBlankLines(text: string): string {
  return text.replace(/(?<!\\)\r?\n(?=[ \t\f]*(?:#|\r?\n|$))/g, (end) => " ".repeat(end.length));
}

/** Whether an error node only marks a form that the grammar does not know. */
function tolerated(error: SyntaxNode): boolean {
  if (error.from !== error.to) return false;
  const parent = error.parent;
  if (parent === null) return false;
  const inYield = parent.name === "YieldStatement" || parent.name === "YieldExpression";
  let before = error.prevSibling;
  while (before?.name === "Comment") before = before.prevSibling;
  return inYield && before?.name === "yield" && error.nextSibling === null;
}

function repair(text: string, tree: SyntaxTree): string {
  const edits: [number, string][] = [];
  walk(tree.topNode, (cursor) => {
    if (cursor.name === "Number" && text[cursor.to] === "." && !/[\w.]/.test(text[cursor.to + 1] ?? "")) {
      edits.push([cursor.to, " "]);
    } else if (cursor.name === "WithStatement") edits.push(...asInHeader(text, cursor.from));
    else if (cursor.name === "MatchClause")
      edits.push(...emptyPatterns(text, cursor.from), ...guardedNames(text, cursor.from));
    else if (cursor.name === errorName) {
      edits.push(...starOrSlash(text, cursor.from, cursor.to));
    } else if (
      cursor.name === "FormatString" &&
      /^(?:[rR][fF]|[fF][rR])/.test(text.slice(cursor.from, cursor.from + 2))
    ) {
      const end = endOfString(text, cursor.from + 2);
      for (let at = text.indexOf("\\", cursor.from); at >= 0 && at < end; at = text.indexOf("\\", at + 1)) {
        edits.push([at, "_"]);
      }
    }
  });
  return applyEdits(text, edits);
}

/**
 * The star of `for *rest, x in` and `[*items]`, to be left out, and the slash of `lambda a, /, b`, to be read as a name,
 * when the parser stumbled over one in such a place.
 */
function starOrSlash(text: string, from: number, to: number): [number, string][] {
  const wrong = text.slice(from, to).trim();
  const at = to - from > 0 && wrong !== "" ? text.indexOf(wrong, from) : endOfSpace(text, to);
  const before = text.slice(Math.max(0, at - 40), at).trimEnd();
  if (wrong === "/" && before.endsWith(",")) return [[at, "_"]];
  const star = (wrong === "*" || wrong === "") && text[at] === "*" && text[at + 1] !== "*";
  return star && /(?:[[,(]|\bin|\bfor)$/.test(before) ? [[at, " "]] : [];
}

function endOfSpace(text: string, from: number): number {
  let index = from;
  while (text[index] === " " || text[index] === "\n") index += 1;
  return index;
}

/** The places of `as` in the header of a `with` statement, to be read as commas. */
function asInHeader(text: string, from: number): [number, string][] {
  const edits: [number, string][] = [];
  eachOfHeader(text, from + 4, (index) => {
    if (isWord(text, "as", index)) edits.push([index, ", "]);
    return true;
  });
  return edits;
}

/** The places of `()`, `[]` and `{}` in the patterns of a `case`, to be read as a name or, after a name, as nothing. */
function emptyPatterns(text: string, from: number): [number, string][] {
  const edits: [number, string][] = [];
  eachOfHeader(text, from + 4, (index, depth) => {
    const pair = text.slice(index, index + 2);
    if (pair === "()" || pair === "[]" || pair === "{}")
      edits.push([index, /\w/.test(text[index - 1] ?? "") ? "  " : "__"]);
    return depth > 0 || !isWord(text, "if", index);
  });
  return edits;
}

/** The places of `:=` in the guard of a `case`, to be read as comparisons: who reads the tree looks at the text. */
function guardedNames(text: string, from: number): [number, string][] {
  const edits: [number, string][] = [];
  let inGuard = false;
  eachOfHeader(text, from + 4, (index, depth) => {
    if (depth === 0 && isWord(text, "if", index)) inGuard = true;
    if (inGuard && text.startsWith(":=", index)) edits.push([index, "=="]);
    return true;
  });
  return edits;
}

function isWord(text: string, word: string, index: number): boolean {
  return (
    text.startsWith(word, index) && !/\w/.test(text[index - 1] ?? "") && !/\w/.test(text[index + word.length] ?? "")
  );
}

/** Calls `visit` for each character of a compound statement's header outside of texts, until it says false. */
function eachOfHeader(text: string, from: number, visit: (index: number, depth: number) => boolean): void {
  let depth = 0;
  let index = from;
  while (index < text.length) {
    const character = text[index] ?? "";
    if (character === "#") index = endOf(text, "\n", index);
    else if (character === '"' || character === "'") index = endOfString(text, index);
    else {
      if (character === ":" && depth <= 0 && text[index + 1] !== "=") return;
      if (!visit(index, depth)) return;
      if ("([{".includes(character)) depth += 1;
      else if (")]}".includes(character)) depth -= 1;
      index += 1;
    }
  }
}

function endOfString(text: string, start: number): number {
  const quote = text[start] ?? "";
  const triple = text.startsWith(quote.repeat(3), start);
  const close = triple ? quote.repeat(3) : quote;
  let index = start + close.length;
  while (index < text.length && !text.startsWith(close, index)) index += text[index] === "\\" ? 2 : 1;
  return index + close.length;
}

function endOf(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from);
  return found < 0 ? text.length : found;
}

function applyEdits(text: string, edits: [number, string][]): string {
  const sorted = edits.sort(([a], [b]) => a - b);
  let out = "";
  let done = 0;
  for (const [offset, replacement] of sorted) {
    if (offset < done) continue;
    out += text.slice(done, offset) + replacement;
    done = offset + replacement.length;
  }
  return out + text.slice(done);
}

const closers: { [open: string]: string } = { "(": ")", "[": "]", "{": "}" };

function describe(text: string, error: SyntaxNode): SyntaxFault {
  for (let node = error.parent; node !== null && error.from === error.to; node = node.parent) {
    for (const [open, close] of Object.entries(closers)) {
      const opening = node.getChild(open);
      if (opening !== null && node.getChild(close) === null) {
        return { offset: opening.from, message: `${open} is never closed` };
      }
    }
  }
  const offset = Math.min(error.from, text.length);
  if (error.from >= text.length) return { offset: text.trimEnd().length, message: "the file ends too early" };
  return { offset, message: "this is not valid Python" };
}

/** Whether a text literal ends with what it begins with. */
function isClosed(text: string, from: number, to: number): boolean {
  let start = from;
  // Letters such as the `f` of an f-string come first.
  while (start < from + 2 && /[a-zA-Z]/.test(text[start] ?? "")) start += 1;
  const quote = text[start] ?? "";
  const close = text.startsWith(quote.repeat(3), start) ? quote.repeat(3) : quote;
  const end = Math.min(to, text.length);
  return start < end && end - start >= 2 * close.length && text.startsWith(close, end - close.length);
}
