import type { Argument, Comprehension, Expression, FunctionDefinition, Item, Parameter, Span } from "./ast.js";
import { literalText, unescapeFormat } from "./literals.js";
import { childOf, type Raw } from "./raw.js";

/** Converts expressions of the grammar's tree. */
export class ExpressionReader {
  constructor(readonly text: string) {}

  source(node: Raw): string {
    return this.text.slice(node.from, node.to);
  }

  /** The expression of a node; `other` for what the engine has no use for. */
  expression(node: Raw): Expression {
    const { from, to, children } = node;
    const [first, second, third] = children;
    switch (node.name) {
      case "VariableName":
        return { type: "name", name: this.source(node), from, to };
      case "String":
        return { type: "text", text: literalText(this.source(node)), from, to };
      case "FormatString":
        return { type: "format", parts: this.formatParts(node), from, to };
      case "ContinuedString":
        return { type: "format", parts: children.flatMap((child) => this.formatParts(child)), from, to };
      case "Number":
        return { type: "constant", value: Number(this.source(node).replaceAll("_", "")), from, to };
      case "Boolean":
        return { type: "constant", value: this.source(node) === "True", from, to };
      case "None":
        return { type: "constant", value: null, from, to };
      case "ParenthesizedExpression":
        return second === undefined ? { type: "other", from, to } : this.expression(second);
      case "AwaitExpression":
        return second === undefined ? { type: "other", from, to } : this.expression(second);
      case "TupleExpression":
        return { type: "tuple", items: this.items(children), from, to };
      case "ArrayExpression":
        return { type: "list", items: this.items(children), from, to };
      case "SetExpression":
        return { type: "set", items: this.items(children), from, to };
      case "DictionaryExpression":
        return { type: "dict", entries: this.entries(children), from, to };
      case "ArrayComprehensionExpression":
        return this.comprehension(node, "list");
      case "SetComprehensionExpression":
        return this.comprehension(node, "set");
      case "DictionaryComprehensionExpression":
        return this.comprehension(node, "dict");
      case "ComprehensionExpression":
        return this.comprehension(node, "generator");
      case "MemberExpression":
        return this.member(node);
      case "CallExpression": {
        const list = children.at(-1);
        if (first === undefined || list === undefined) return { type: "other", from, to };
        return { type: "call", callee: this.expression(first), arguments: this.arguments(list), from, to };
      }
      case "BinaryExpression":
        return this.binary(node);
      case "UnaryExpression": {
        const operand = children.at(-1);
        if (first === undefined || operand === undefined) return { type: "other", from, to };
        return this.unary(this.source(first), operand, node);
      }
      case "ConditionalExpression": {
        const test = third;
        const otherwise = children[4];
        if (first === undefined || test === undefined || otherwise === undefined) return { type: "other", from, to };
        const [then, condition, other] = [first, test, otherwise].map((one) => this.expression(one));
        if (then === undefined || condition === undefined || other === undefined) return { type: "other", from, to };
        return { type: "conditional", then, test: condition, otherwise: other, from, to };
      }
      case "NamedExpression":
        if (first === undefined || third === undefined) return { type: "other", from, to };
        return { type: "walrus", name: this.source(first), value: this.expression(third), from, to };
      case "LambdaExpression":
        return { type: "lambda", definition: this.lambda(node), from, to };
      case "YieldExpression":
        return this.yielded(node);
      default:
        return { type: "other", from, to };
    }
  }

  /** Several expressions with commas between them: a tuple; alone, itself. */
  tupleOf(nodes: readonly Raw[]): Expression | undefined {
    const [first] = nodes;
    if (first === undefined) return undefined;
    if (nodes.length === 1 && first.name !== "*") return this.expression(first);
    return { type: "tuple", items: this.items(nodes), from: first.from, to: nodes.at(-1)?.to ?? first.to };
  }

  /** `yield x`, of a statement or an expression. */
  yielded({ children, from, to }: Raw): Expression {
    const isFrom = children[1]?.name === "from";
    const value = this.tupleOf(children.slice(isFrom ? 2 : 1));
    return value === undefined
      ? { type: "yield", from_: false, from, to }
      : { type: "yield", value, from_: isFrom, from, to };
  }

  /** `not a and b` is `(not a) and b` in Python; the grammar takes `not` to reach to the end. */
  private unary(operator: string, operand: Raw, node: Span): Expression {
    const { from, to } = node;
    const [left, sign, right] = operand.children;
    const binds = sign?.name === "and" || sign?.name === "or";
    if (
      operator === "not" &&
      operand.name === "BinaryExpression" &&
      binds &&
      left !== undefined &&
      right !== undefined
    ) {
      const inner = this.unary(operator, left, { from, to: left.to });
      return { type: "binary", operator: sign.name, left: inner, right: this.expression(right), from, to };
    }
    return { type: "unary", operator, operand: this.expression(operand), from, to };
  }

  private binary(node: Raw): Expression {
    const { from, to, children } = node;
    const left = children[0];
    const right = children.at(-1);
    if (left === undefined || right === undefined || children.length < 3) return { type: "other", from, to };
    const operator = children
      .slice(1, -1)
      .map((child) => this.source(child))
      .join(" ");
    // The grammar takes the guard `if m := f()` of a `case` for a comparison.
    if (operator === ":=") return { type: "walrus", name: this.source(left), value: this.expression(right), from, to };
    return { type: "binary", operator, left: this.expression(left), right: this.expression(right), from, to };
  }

  private member(node: Raw): Expression {
    const { from, to, children } = node;
    const [object, mark] = children;
    if (object === undefined) return { type: "other", from, to };
    if (mark?.name === ".") {
      const property = children[2];
      const name = property === undefined ? "" : this.source(property);
      return { type: "attribute", object: this.expression(object), name, from, to };
    }
    const inner = children.slice(2, -1);
    const colon = inner.findIndex(({ name }) => name === ":");
    const index = colon >= 0 ? this.slice(inner, colon, node) : this.tupleOf(inner.filter(({ name }) => name !== ","));
    if (index === undefined) return { type: "other", from, to };
    return { type: "subscript", object: this.expression(object), index, from, to };
  }

  private slice(inner: readonly Raw[], colon: number, { from, to }: Raw): Expression {
    const slice: Expression = { type: "slice", from, to };
    const start = inner[colon - 1];
    const end = inner[colon + 1];
    if (start !== undefined) slice.start = this.expression(start);
    if (end !== undefined && end.name !== ":") slice.end = this.expression(end);
    return slice;
  }

  items(children: readonly Raw[]): Item[] {
    const found: Item[] = [];
    let star = false;
    for (const child of children) {
      if (child.name === "*") star = true;
      else if (!"[](){},".includes(child.name)) {
        found.push({ star, value: this.expression(child) });
        star = false;
      }
    }
    return found;
  }

  private entries(children: readonly Raw[]): { key?: Expression; value: Expression }[] {
    const found: { key?: Expression; value: Expression }[] = [];
    let key: Expression | undefined;
    let spread = false;
    for (const child of children) {
      if (child.name === "**") spread = true;
      else if ("{},:".includes(child.name)) continue;
      else if (spread) {
        found.push({ value: this.expression(child) });
        spread = false;
      } else if (key === undefined) key = this.expression(child);
      else {
        found.push({ key, value: this.expression(child) });
        key = undefined;
      }
    }
    return found;
  }

  /** The arguments of a call, or of a class. */
  arguments(list: Raw): Argument[] {
    const inner = list.children.filter(({ name }) => name !== "(" && name !== ")");
    if (inner.some(({ name }) => name === "for")) return [{ value: this.comprehension(list, "generator") }];
    const found: Argument[] = [];
    for (let index = 0; index < inner.length; index++) {
      const child = inner[index];
      const next = inner[index + 1];
      if (child === undefined || child.name === ",") continue;
      if (child.name === "*" || child.name === "**") {
        if (next !== undefined) found.push({ star: child.name, value: this.expression(next) });
        index += 1;
      } else if (next?.name === "AssignOp") {
        const value = inner[index + 2];
        // `f(x := g())` gives its value to no parameter of that name.
        if (value !== undefined && this.source(next) === ":=") {
          const { from } = child;
          const made: Expression = {
            type: "walrus",
            name: this.source(child),
            value: this.expression(value),
            from,
            to: value.to,
          };
          found.push({ value: made });
        } else if (value !== undefined) found.push({ name: this.source(child), value: this.expression(value) });
        index += 2;
      } else found.push({ value: this.expression(child) });
    }
    return found;
  }

  private comprehension(node: Raw, makes: Comprehension["makes"]): Comprehension {
    const inner = node.children.filter(({ name }) => !"[](){}".includes(name));
    const starts = inner.flatMap(({ name }, index) => (name === "for" ? [index] : []));
    const head = inner.slice(0, starts[0] ?? inner.length).filter(({ name }) => name !== "async");
    const colon = head.findIndex(({ name }) => name === ":");
    const element = this.tupleOf(colon < 0 ? head : head.slice(0, colon)) ?? other(node);
    const clauses = starts.map((start, index) => this.clause(inner.slice(start + 1, starts[index + 1]), node));
    const found: Comprehension = { type: "comprehension", makes, element, clauses, from: node.from, to: node.to };
    const value = colon < 0 ? undefined : this.tupleOf(head.slice(colon + 1));
    if (value !== undefined) found.value = value;
    return found;
  }

  private clause(parts: readonly Raw[], node: Raw): Comprehension["clauses"][number] {
    const at = parts.findIndex(({ name }) => name === "in");
    const ifs = parts.flatMap(({ name }, index) => (name === "if" ? [index] : []));
    const rest = parts.slice(at + 1, ifs[0] ?? parts.length).filter(({ name }) => name !== "async");
    return {
      target: this.tupleOf(parts.slice(0, at)) ?? other(node),
      iterable: this.tupleOf(rest) ?? other(node),
      tests: ifs.flatMap((index) => {
        const test = parts[index + 1];
        return test === undefined ? [] : [this.expression(test)];
      }),
    };
  }

  private lambda(node: Raw): FunctionDefinition {
    const { from, to } = node;
    const list = childOf(node, "ParamList");
    const result = node.children.at(-1);
    return {
      type: "function",
      name: "<lambda>",
      parameters: list === undefined ? [] : this.parameters(list),
      decorators: [],
      from,
      to,
      node,
      body: () => (result === undefined ? [] : [{ type: "return", value: this.expression(result), from, to }]),
    };
  }

  /** The parameters of a function. */
  parameters(list: Raw): Parameter[] {
    const found: Parameter[] = [];
    let star: "*" | "**" | undefined;
    let keywordOnly = false;
    list.children.forEach((child, index) => {
      if (child.name === "*" || child.name === "**") {
        star = child.name;
        if (child.name === "*") keywordOnly = true;
      } else if (child.name === ",") star = undefined;
      else if (child.name === "VariableName" && isParameter(list.children[index - 1])) {
        const parameter: Parameter = { name: this.source(child), keywordOnly: keywordOnly && star === undefined };
        if (star !== undefined) parameter.star = star;
        found.push(parameter);
      }
      const last = found.at(-1);
      if (last === undefined) return;
      if (child.name === "TypeDef") {
        const annotation = child.children.at(-1);
        if (annotation !== undefined) last.annotation = this.expression(annotation);
      } else if (list.children[index - 1]?.name === "AssignOp") last.default = this.expression(child);
    });
    return found;
  }

  private formatParts(node: Raw): (string | Expression)[] {
    const literal = this.source(node);
    if (node.name !== "FormatString") return node.name === "String" ? [literalText(literal)] : [];
    const prefix = /^[a-zA-Z]*/.exec(literal)?.[0] ?? "";
    const isRaw = /r/i.test(prefix);
    const marks = literal.startsWith('"""', prefix.length) || literal.startsWith("'''", prefix.length) ? 3 : 1;
    const parts: (string | Expression)[] = [];
    let at = node.from + prefix.length + marks;
    for (const child of node.children) {
      if (child.name !== "FormatReplacement") continue;
      parts.push(unescapeFormat(this.text.slice(at, child.from), isRaw));
      const value = child.children.find(({ name }) => name !== "{");
      const spec =
        value === undefined ? undefined : /^\s*(?:![rsa])?:([^{}]+)\}$/.exec(this.text.slice(value.to, child.to));
      const written = value === undefined ? other(child) : this.expression(value);
      const [, specification] = spec ?? [];
      const { from, to } = child;
      parts.push(
        specification === undefined ? written : { type: "formatted", value: written, spec: specification, from, to },
      );
      at = child.to;
    }
    parts.push(unescapeFormat(this.text.slice(at, Math.max(at, node.to - marks)), isRaw));
    return parts;
  }
}

function isParameter(before: Raw | undefined): boolean {
  return before === undefined || ["(", ",", "*", "**"].includes(before.name);
}

function other({ from, to }: Raw): Expression {
  return { type: "other", from, to };
}
