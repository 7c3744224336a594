import type { Expression, Pattern } from "./ast.js";
import type { Raw } from "./raw.js";

/** What reads the expressions in a pattern. */
export interface PatternReader {
  expression(node: Raw): Expression;
  source(node: Raw): string;
  /** The whole text: a form that the grammar does not know was replaced in what it parsed. */
  readonly text: string;
}

const marks = new Set(["[", "]", "(", ")", "{", "}", ",", ":", "LogicOp"]);

/** The pattern of a `case`; of several without brackets, a sequence of them. */
export function patternOf(reader: PatternReader, nodes: readonly Raw[]): Pattern {
  const [only, more] = nodes;
  return only !== undefined && more === undefined && only.name !== "StarPattern"
    ? read(reader, only)
    : sequence(reader, nodes);
}

function read(reader: PatternReader, node: Raw): Pattern {
  const inner = node.children.filter(({ name }) => !marks.has(name));
  switch (node.name) {
    case "CapturePattern":
      return captured(reader, node);
    case "LiteralPattern":
      return literal(reader, node);
    case "AttributePattern":
      return { type: "value", value: dotted(reader, node) };
    case "OrPattern":
      return anyOf(inner.map((one) => read(reader, one)));
    case "AsPattern": {
      const [pattern] = inner;
      const name = inner.at(-1);
      if (pattern === undefined || name === undefined) return { type: "other" };
      return { type: "as", pattern: read(reader, pattern), name: reader.source(name) };
    }
    case "SequencePattern": {
      const [first, second] = inner;
      // Parentheses around one pattern only group it.
      const groups = node.children[0]?.name === "(" && !node.children.some(({ name }) => name === ",");
      if (groups && first !== undefined && second === undefined && first.name !== "StarPattern")
        return read(reader, first);
      return sequence(
        reader,
        inner.filter((one) => one.from < one.to),
      );
    }
    case "MappingPattern":
      return mapping(reader, inner);
    case "ClassPattern": {
      const [of] = node.children;
      const list = node.children.find(({ name }) => name === "PatternArgList");
      return of === undefined ? { type: "other" } : classPattern(reader, of, list);
    }
    default:
      return { type: "other" };
  }
}

/** `name`, `_`, and what the parser was given in the place of `Name()`, `[]`, `()` and `{}`. */
function captured(reader: PatternReader, node: Raw): Pattern {
  const written = reader.source(node).trim();
  if (written === "[]" || written === "()") return { type: "sequence", items: [] };
  if (written === "{}") return { type: "mapping", entries: [] };
  if (reader.text[node.to] === "(") return classPattern(reader, node, undefined);
  return written === "_" ? { type: "capture" } : { type: "capture", name: written };
}

/** `"a" | "b" as c`: the grammar takes the last alternative alone for what is named. */
function anyOf(patterns: Pattern[]): Pattern {
  const last = patterns.at(-1);
  if (last?.type !== "as") return { type: "or", patterns };
  return { type: "as", pattern: { type: "or", patterns: [...patterns.slice(0, -1), last.pattern] }, name: last.name };
}

function literal(reader: PatternReader, node: Raw): Pattern {
  const { from, to } = node;
  const number = node.children.at(-1);
  if (number === undefined) return { type: "other" };
  const value = reader.expression(number);
  const isNegative = node.children[0]?.name === "ArithOp";
  return { type: "value", value: isNegative ? { type: "unary", operator: "-", operand: value, from, to } : value };
}

function dotted(reader: PatternReader, node: Raw): Expression {
  const { from, to } = node;
  const [first = "", ...names] = reader
    .source(node)
    .split(".")
    .map((name) => name.trim());
  const start: Expression = { type: "name", name: first, from, to };
  return names.reduce((object, name): Expression => ({ type: "attribute", object, name, from, to }), start);
}

function sequence(reader: PatternReader, nodes: readonly Raw[]): Pattern {
  const items = nodes
    .filter(({ name }) => !marks.has(name))
    .map((node) => {
      if (node.name !== "StarPattern") return { star: false, pattern: read(reader, node) };
      const name = node.children.at(-1);
      return { star: true, pattern: name === undefined ? ({ type: "capture" } as const) : read(reader, name) };
    });
  return { type: "sequence", items };
}

function mapping(reader: PatternReader, parts: readonly Raw[]): Pattern {
  const entries: { key: Expression; pattern: Pattern }[] = [];
  let rest: string | undefined;
  for (let index = 0; index < parts.length; index += 2) {
    const [key, value] = [parts[index], parts[index + 1]];
    if (key === undefined || value === undefined) break;
    if (key.name === "**") rest = reader.source(value);
    else {
      const written = key.name === "AttributePattern" ? dotted(reader, key) : undefined;
      const [first] = key.children;
      const expression = written ?? (first === undefined ? undefined : reader.expression(first));
      if (expression !== undefined) entries.push({ key: expression, pattern: read(reader, value) });
    }
  }
  return rest === undefined ? { type: "mapping", entries } : { type: "mapping", entries, rest };
}

function classPattern(reader: PatternReader, of: Raw, list: Raw | undefined): Pattern {
  const positional: Pattern[] = [];
  const keywords: { name: string; pattern: Pattern }[] = [];
  for (const child of list?.children ?? []) {
    if (marks.has(child.name)) continue;
    const [name] = child.children;
    const value = child.children.at(-1);
    if (child.name !== "KeywordPattern") positional.push(read(reader, child));
    else if (name !== undefined && value !== undefined)
      keywords.push({ name: reader.source(name), pattern: read(reader, value) });
  }
  return { type: "class", of: dotted(reader, of), positional, keywords };
}
