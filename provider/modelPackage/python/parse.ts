import type { SyntaxNode, Tree } from "@lezer/common";
import { parser } from "@lezer/python";

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
  tree: Tree;
  /** The first syntax error, when there is one. */
  fault?: SyntaxFault;
}

/**
 * Parses Python with a real grammar.
 *
 * The grammar (@lezer/python 1.1) does not know a few valid forms: `1.` without a fraction, a bare `yield`, empty
 * patterns (`case dict():`), targets of `with` that are not one name or stand in parentheses, and `for *rest, x in` in
 * a comprehension, `*x` in a subscript, `/` in a lambda, and a backslash before a brace in a raw f-string. Where one of them is all that is wrong, it is tolerated, or replaced by an equally long equivalent
 * before parsing again, so that offsets stay true. Forms of Python 2 that the grammar takes are errors.
 *
 * @param text a Python source text
 */
export function parsePython(text: string): ParsedPython {
  // The grammar wants a line end after the last statement.
  const tree = parser.parse(`${text}\n`);
  if (firstError(tree) === undefined) return withFault(text, tree);
  const repaired = repair(text, tree);
  return withFault(text, repaired === text ? tree : parser.parse(`${repaired}\n`));
}

/** The place of an offset. */
export function placeOf(text: string, offset: number): Place {
  const before = text.slice(0, offset);
  const start = before.lastIndexOf("\n") + 1;
  let line = 1;
  for (let at = before.indexOf("\n"); at >= 0; at = before.indexOf("\n", at + 1)) line += 1;
  return { line, column: offset - start + 1 };
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

function withFault(text: string, tree: Tree): ParsedPython {
  const error = firstError(tree);
  if (error !== undefined) return { text, tree, fault: describe(text, error) };
  const old = firstOfPython2(tree);
  return old === undefined ? { text, tree } : { text, tree, fault: old };
}

function firstError(tree: Tree): SyntaxNode | undefined {
  let found: SyntaxNode | undefined;
  tree.iterate({
    enter(cursor) {
      if (found !== undefined) return false;
      if (cursor.type.isError && !tolerated(cursor.node)) found = cursor.node;
      return undefined;
    },
  });
  return found;
}

/** Whether an error node only marks a form that the grammar does not know. */
function tolerated(error: SyntaxNode): boolean {
  if (error.from !== error.to) return false;
  const parent = error.parent;
  if (parent === null) return false;
  if (parent.name === "YieldStatement" || parent.name === "YieldExpression") {
    return error.prevSibling?.name === "yield" && error.nextSibling === null;
  }
  if (parent.name !== "LiteralPattern" || parent.from !== parent.to) return false;
  const holder = parent.parent;
  const empty =
    holder?.name === "SequencePattern" || holder?.name === "PatternArgList" || holder?.name === "MappingPattern";
  return empty && parent.prevSibling?.prevSibling === null && parent.nextSibling?.nextSibling === null;
}

function repair(text: string, tree: Tree): string {
  const edits: [number, string][] = [];
  tree.iterate({
    enter(cursor) {
      if (cursor.name === "Number" && text[cursor.to] === "." && !/[\w.]/.test(text[cursor.to + 1] ?? "")) {
        edits.push([cursor.to, " "]);
      } else if (cursor.name === "WithStatement") edits.push(...asInHeader(text, cursor.from));
      else if (cursor.type.isError) {
        const wrong = text.slice(cursor.from, cursor.to);
        if (wrong === "*") edits.push([cursor.from, " "]);
        else if (wrong === "/") edits.push([cursor.from, "_"]);
      } else if (
        cursor.name === "FormatString" &&
        /^(?:[rR][fF]|[fF][rR])/.test(text.slice(cursor.from, cursor.from + 2))
      ) {
        const end = endOfString(text, cursor.from + 2);
        for (let at = text.indexOf("\\", cursor.from); at >= 0 && at < end; at = text.indexOf("\\", at + 1)) {
          edits.push([at, "_"]);
        }
      }
    },
  });
  return applyEdits(text, edits);
}

/** The places of `as` in the header of a `with` statement, to be read as commas. */
function asInHeader(text: string, from: number): [number, string][] {
  const edits: [number, string][] = [];
  let depth = 0;
  let index = from + 4;
  while (index < text.length) {
    const character = text[index] ?? "";
    if (character === "#") index = endOf(text, "\n", index);
    else if (character === '"' || character === "'") index = endOfString(text, index);
    else {
      if ("([{".includes(character)) depth += 1;
      else if (")]}".includes(character)) depth -= 1;
      else if (character === ":" && depth <= 0) return edits;
      else if (/^as\b/.test(text.slice(index, index + 3)) && !/\w/.test(text[index - 1] ?? ""))
        edits.push([index, ", "]);
      index += 1;
    }
  }
  return edits;
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

function firstOfPython2(tree: Tree): SyntaxFault | undefined {
  let found: SyntaxFault | undefined;
  tree.iterate({
    enter(cursor) {
      if (found === undefined && cursor.name === "PrintStatement") {
        found = { offset: cursor.from, message: "print needs parentheses: this is Python 2" };
      }
    },
  });
  return found;
}
