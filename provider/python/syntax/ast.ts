import type { SyntaxNode } from "../source/tree.js";

/** Where something is in a file's text. */
export interface Span {
  from: number;
  to: number;
}

/** An expression, as the engine evaluates it. */
export type Expression = Span &
  (
    | { type: "name"; name: string }
    | { type: "text"; text: string }
    | { type: "format"; parts: (string | Expression)[] }
    | { type: "formatted"; value: Expression; spec: string }
    | { type: "constant"; value: number | boolean | null }
    | { type: "list" | "tuple" | "set"; items: Item[] }
    | { type: "dict"; entries: { key?: Expression; value: Expression }[] }
    | Comprehension
    | { type: "attribute"; object: Expression; name: string }
    | { type: "subscript"; object: Expression; index: Expression }
    | { type: "slice"; start?: Expression; end?: Expression }
    | Call
    | { type: "binary"; operator: string; left: Expression; right: Expression }
    | { type: "unary"; operator: string; operand: Expression }
    | { type: "conditional"; test: Expression; then: Expression; otherwise: Expression }
    | { type: "walrus"; name: string; value: Expression }
    | { type: "lambda"; definition: FunctionDefinition }
    | { type: "yield"; value?: Expression; from_: boolean }
    | { type: "other" }
  );

/** An item of a list, or `*items`. */
export interface Item {
  star: boolean;
  value: Expression;
}

/** A comprehension of any kind. */
export interface Comprehension extends Span {
  type: "comprehension";
  makes: "list" | "set" | "dict" | "generator";
  element: Expression;
  /** Of a dictionary. */
  value?: Expression;
  clauses: { target: Expression; iterable: Expression; tests: Expression[] }[];
}

/** A call. */
export interface Call extends Span {
  type: "call";
  callee: Expression;
  arguments: Argument[];
}

/** An argument of a call; no name and no star where it is positional. */
export interface Argument {
  name?: string;
  star?: "*" | "**";
  value: Expression;
}

/** A parameter of a function. */
export interface Parameter {
  name: string;
  star?: "*" | "**";
  keywordOnly: boolean;
  default?: Expression;
  annotation?: Expression;
}

/** A function, lambda included. Its body is converted when it is first run. */
export interface FunctionDefinition extends Span {
  type: "function";
  name: string;
  parameters: Parameter[];
  decorators: Expression[];
  returns?: Expression;
  /** Its node in the file's tree; absent for a function that no file defines. */
  node?: SyntaxNode;
  body(): readonly Statement[];
}

/** A class. */
export interface ClassDefinition extends Span {
  type: "class";
  name: string;
  arguments: Argument[];
  decorators: Expression[];
  body: Statement[];
  /** Its node in the file's tree; absent for a class that no file defines. */
  node?: SyntaxNode;
}

/** One `import` or `from … import …`. */
export interface ImportStatement extends Span {
  type: "import";
  level: number;
  module: string;
  /** Names taken from it; absent for `import module`. */
  names?: { name: string; as?: string }[];
  /** `import a.b as c`. */
  as?: string;
}

/** A statement. */
export type Statement =
  | (Span & { type: "assign"; targets: Expression[]; value?: Expression; annotation?: Expression })
  | (Span & { type: "update"; target: Expression; operator: string; value: Expression })
  | (Span & { type: "expression"; value: Expression })
  | (Span & { type: "return"; value?: Expression })
  | (Span & { type: "raise"; values: Expression[] })
  | (Span & { type: "leave" })
  | (Span & { type: "if"; branches: { test?: Expression; body: Statement[] }[] })
  | (Span & { type: "for"; target: Expression; iterable: Expression; body: Statement[]; otherwise: Statement[] })
  | (Span & { type: "while"; test: Expression; body: Statement[]; otherwise: Statement[] })
  | TryStatement
  | (Span & { type: "with"; items: { value: Expression; target?: Expression }[]; body: Statement[] })
  | (Span & { type: "match"; subject: Expression; cases: MatchCase[] })
  | (Span & { type: "scope"; names: string[] })
  | (Span & { type: "assert"; test: Expression; message?: Expression })
  | (Span & { type: "values"; values: Expression[] })
  | FunctionDefinition
  | ClassDefinition
  | ImportStatement;

/** A `try` statement. */
export interface TryStatement extends Span {
  type: "try";
  body: Statement[];
  handlers: { name?: string; body: Statement[] }[];
  otherwise: Statement[];
  final: Statement[];
}

/** One `case`. */
export interface MatchCase {
  pattern: Pattern;
  /** The literals that it takes, where it takes nothing else. */
  literals: Expression[] | undefined;
  guard?: Expression;
  body: Statement[];
}

/** What a `case` takes. */
export type Pattern =
  | { type: "value"; value: Expression }
  /** A name that takes anything; no name for `_`. */
  | { type: "capture"; name?: string }
  | { type: "or"; patterns: Pattern[] }
  | { type: "as"; pattern: Pattern; name: string }
  | { type: "sequence"; items: { star: boolean; pattern: Pattern }[] }
  | { type: "mapping"; entries: { key: Expression; pattern: Pattern }[]; rest?: string }
  | { type: "class"; of: Expression; positional: Pattern[]; keywords: { name: string; pattern: Pattern }[] }
  /** What the grammar does not know. */
  | { type: "other" };
