import type {
  ClassDefinition,
  Expression,
  FunctionDefinition,
  ImportStatement,
  MatchCase,
  Statement,
  TryStatement,
} from "./ast.js";
import { ExpressionReader } from "./expressions.js";
import { patternOf } from "./matchPatterns.js";
import { childOf, type Raw } from "./raw.js";

/** The statements of a file. */
export function statementsOf(text: string, tree: Raw): Statement[] {
  return new StatementReader(text).statements(tree.children);
}

class StatementReader extends ExpressionReader {
  statements(nodes: readonly Raw[]): Statement[] {
    return nodes.flatMap((node) => this.statement(node));
  }

  private body(node: Raw | undefined): Statement[] {
    return node === undefined ? [] : this.statements(node.children.filter(({ name }) => name !== ":"));
  }

  private statement(node: Raw): Statement[] {
    const { from, to, children } = node;
    switch (node.name) {
      case "StatementGroup":
        return this.statements(children.filter(({ name }) => name !== ";"));
      case "AssignStatement":
        return this.assign(node);
      case "UpdateStatement": {
        const [target, operator] = children;
        const value = this.tupleOf(children.slice(2).filter(({ name }) => name !== ","));
        if (target === undefined || operator === undefined || value === undefined) return [];
        const sign = this.source(operator).slice(0, -1);
        return [{ type: "update", target: this.expression(target), operator: sign, value, from, to }];
      }
      case "ExpressionStatement": {
        const value = this.tupleOf(children);
        return value === undefined ? [] : [{ type: "expression", value, from, to }];
      }
      case "YieldStatement":
        return [{ type: "expression", value: this.yielded(node), from, to }];
      case "ReturnStatement": {
        const value = this.tupleOf(children.slice(1));
        return [value === undefined ? { type: "return", from, to } : { type: "return", value, from, to }];
      }
      case "RaiseStatement":
        return [{ type: "raise", values: this.expressions(children.slice(1)), from, to }];
      case "AssertStatement": {
        const [test, message] = this.expressions(children.slice(1));
        if (test === undefined) return [];
        return [{ type: "assert", test, ...(message === undefined ? {} : { message }), from, to }];
      }
      case "DeleteStatement":
        return [{ type: "values", values: this.expressions(children.slice(1)), from, to }];
      case "BreakStatement":
      case "ContinueStatement":
        return [{ type: "leave", from, to }];
      case "ScopeStatement": {
        const names = children.filter(({ name }) => name === "VariableName").map((one) => this.source(one));
        return [{ type: "scope", names, from, to }];
      }
      case "ImportStatement":
        return this.imports(node);
      case "IfStatement":
        return [{ type: "if", branches: this.branches(children), from, to }];
      case "WhileStatement": {
        const test = children[1];
        if (test === undefined) return [];
        const [body, otherwise] = children.filter(({ name }) => name === "Body").map((one) => this.body(one));
        return [{ type: "while", test: this.expression(test), body: body ?? [], otherwise: otherwise ?? [], from, to }];
      }
      case "ForStatement":
        return this.loop(node);
      case "TryStatement":
        return [this.attempt(node)];
      case "WithStatement":
        return [this.context(node)];
      case "MatchStatement":
        return this.match(node);
      case "FunctionDefinition":
        return [this.definition(node, [])];
      case "ClassDefinition":
        return [this.classDefinition(node, [])];
      case "DecoratedStatement":
        return this.decorated(node);
      default:
        return [];
    }
  }

  private expressions(nodes: readonly Raw[]): Expression[] {
    return nodes.filter(({ name }) => name !== "," && name !== "from").map((node) => this.expression(node));
  }

  private assign({ children, from, to }: Raw): Statement[] {
    const groups: Raw[][] = [[]];
    let annotation: Raw | undefined;
    for (const child of children) {
      if (child.name === "AssignOp") groups.push([]);
      else if (child.name === "TypeDef") annotation = child.children.at(-1);
      else groups.at(-1)?.push(child);
    }
    const last = groups.length > 1 ? groups.pop() : undefined;
    const targets = groups.flatMap((group) => this.tupleOf(group) ?? []);
    const value = last === undefined ? undefined : this.tupleOf(last);
    const statement: Statement = { type: "assign", targets, from, to };
    if (value !== undefined) statement.value = value;
    if (annotation !== undefined) statement.annotation = this.expression(annotation);
    return [statement];
  }

  private branches(children: readonly Raw[]): { test?: Expression; body: Statement[] }[] {
    const found: { test?: Expression; body: Statement[] }[] = [];
    children.forEach((child, index) => {
      const test = children[index + 1];
      if (child.name === "if" || child.name === "elif") {
        if (test !== undefined) found.push({ test: this.expression(test), body: this.body(children[index + 2]) });
      } else if (child.name === "else") found.push({ body: this.body(test) });
    });
    return found;
  }

  private loop(node: Raw): Statement[] {
    const { from, to } = node;
    const children = node.children.filter(({ name }) => name !== "async");
    const at = children.findIndex(({ name }) => name === "in");
    const bodies = children.filter(({ name }) => name === "Body");
    const firstBody = children.findIndex(({ name }) => name === "Body");
    const target = this.tupleOf(children.slice(1, at));
    const iterable = this.tupleOf(children.slice(at + 1, firstBody < 0 ? children.length : firstBody));
    if (target === undefined || iterable === undefined) return [];
    const [body, otherwise] = bodies.map((one) => this.body(one));
    return [{ type: "for", target, iterable, body: body ?? [], otherwise: otherwise ?? [], from, to }];
  }

  private attempt({ children, from, to }: Raw): TryStatement {
    const statement: TryStatement = { type: "try", body: [], handlers: [], otherwise: [], final: [], from, to };
    let part = "";
    let name: string | undefined;
    children.forEach((child, index) => {
      if (["try", "except", "else", "finally"].includes(child.name)) {
        part = child.name;
        name = undefined;
      } else if (child.name === "VariableName" && children[index - 1]?.name === "as") name = this.source(child);
      else if (child.name === "Body") {
        const body = this.body(child);
        if (part === "try") statement.body = body;
        else if (part === "else") statement.otherwise = body;
        else if (part === "finally") statement.final = body;
        else statement.handlers.push(name === undefined ? { body } : { name, body });
      }
    });
    return statement;
  }

  /** The repaired text has a comma in the place of some `as`: what follows one in the original is a target. */
  private context(node: Raw): Statement {
    const { from, to } = node;
    const items: { value: Expression; target?: Expression }[] = [];
    const children = node.children.filter(({ name }) => !["async", "with", "Body"].includes(name));
    // In parentheses there may be all of them; beside others, they are those of a target or a value.
    const [only] = children;
    const parts = children.length === 1 && only?.name === "TupleExpression" ? only.children : children;
    parts.forEach((child, index) => {
      if (["as", ",", "(", ")"].includes(child.name)) return;
      const before = parts[index - 1];
      const gap = before === undefined ? "" : this.text.slice(before.from, child.from);
      const isTarget = before?.name === "as" || (before?.name === "," && /^as\b/.test(gap));
      const last = items.at(-1);
      if (isTarget && last !== undefined) last.target = this.expression(child);
      else items.push({ value: this.expression(child) });
    });
    return { type: "with", items, body: this.body(childOf(node, "Body")), from, to };
  }

  private match(node: Raw): Statement[] {
    const { from, to } = node;
    const body = childOf(node, "MatchBody");
    const subject = this.tupleOf(node.children.slice(1, body === undefined ? undefined : node.children.indexOf(body)));
    if (body === undefined || subject === undefined) return [];
    const cases = body.children.filter(({ name }) => name === "MatchClause").map((clause) => this.matchCase(clause));
    return [{ type: "match", subject, cases, from, to }];
  }

  private matchCase(clause: Raw): MatchCase {
    const patterns = clause.children.filter(({ name }) => name.endsWith("Pattern"));
    const [only, more] = patterns;
    const guard = childOf(clause, "Guard")?.children.at(-1);
    const found: MatchCase = {
      pattern: patternOf(this, patterns),
      literals: only === undefined || more !== undefined ? undefined : this.literals(only),
      body: this.body(childOf(clause, "Body")),
    };
    if (guard !== undefined) found.guard = this.expression(guard);
    return found;
  }

  private literals(pattern: Raw): Expression[] | undefined {
    if (pattern.name === "LiteralPattern") return pattern.children.map((child) => this.expression(child));
    if (pattern.name === "AttributePattern") {
      // `case Kind.CHAT`: the value is compared.
      const { from, to } = pattern;
      const [first = "", ...names] = this.source(pattern)
        .split(".")
        .map((name) => name.trim());
      const start: Expression = { type: "name", name: first, from, to };
      return [names.reduce((object, name): Expression => ({ type: "attribute", object, name, from, to }), start)];
    }
    if (pattern.name !== "OrPattern") return undefined;
    const found: Expression[] = [];
    for (const child of pattern.children) {
      if (child.name === "LogicOp") continue;
      const inner = this.literals(child);
      if (inner === undefined) return undefined;
      found.push(...inner);
    }
    return found;
  }

  private definition(node: Raw, decorators: Expression[]): FunctionDefinition {
    const { from, to } = node;
    const name = childOf(node, "VariableName");
    const list = childOf(node, "ParamList");
    const returns = childOf(node, "TypeDef")?.children.at(-1);
    let converted: Statement[] | undefined;
    const definition: FunctionDefinition = {
      type: "function",
      name: name === undefined ? "" : this.source(name),
      parameters: list === undefined ? [] : this.parameters(list),
      decorators,
      from,
      to,
      node,
      body: () => {
        converted ??= this.body(childOf(node, "Body"));
        return converted;
      },
    };
    if (returns !== undefined) definition.returns = this.expression(returns);
    return definition;
  }

  private classDefinition(node: Raw, decorators: Expression[]): ClassDefinition {
    const { from, to } = node;
    const name = childOf(node, "VariableName");
    const list = childOf(node, "ArgList");
    return {
      type: "class",
      name: name === undefined ? "" : this.source(name),
      arguments: list === undefined ? [] : this.arguments(list),
      decorators,
      body: this.body(childOf(node, "Body")),
      node,
      from,
      to,
    };
  }

  private decorated({ children }: Raw): Statement[] {
    const decorators = children.filter(({ name }) => name === "Decorator").map((one) => this.decorator(one));
    const last = children.at(-1);
    if (last?.name === "FunctionDefinition") return [this.definition(last, decorators)];
    return last?.name === "ClassDefinition" ? [this.classDefinition(last, decorators)] : [];
  }

  /** `@a.b(c)` comes as a flat row of tokens. */
  private decorator({ children }: Raw): Expression {
    let found: Expression | undefined;
    for (const child of children) {
      const { from, to } = child;
      if (child.name === "VariableName" || child.name === "PropertyName") {
        const name = this.source(child);
        found =
          found === undefined
            ? { type: "name", name, from, to }
            : { type: "attribute", object: found, name, from: found.from, to };
      } else if (child.name === "ArgList" && found !== undefined) {
        found = { type: "call", callee: found, arguments: this.arguments(child), from: found.from, to };
      } else if (child.name !== "At" && child.name !== "." && found === undefined) found = this.expression(child);
    }
    return found ?? { type: "other", from: 0, to: 0 };
  }

  private imports(node: Raw): ImportStatement[] {
    const { from, to } = node;
    const tokens = node.children.filter(({ name }) => name !== "(" && name !== ")");
    const isFrom = tokens[0]?.name === "from";
    const split = isFrom ? tokens.findIndex(({ name }) => name === "import") : 0;
    const items = this.importItems(tokens.slice(split + 1));
    if (!isFrom) {
      return items.map(({ name, as }) => ({
        type: "import",
        level: 0,
        module: name,
        ...(as === undefined ? {} : { as }),
        from,
        to,
      }));
    }
    const written = tokens
      .slice(1, split)
      .map((token) => this.source(token))
      .join("");
    const level = /^\.*/.exec(written)?.[0].length ?? 0;
    return [{ type: "import", level, module: written.slice(level), names: items, from, to }];
  }

  private importItems(tokens: readonly Raw[]): { name: string; as?: string }[] {
    const items: { name: string; as?: string }[] = [];
    let current: { name: string; as?: string } = { name: "" };
    let alias = false;
    for (const token of tokens) {
      if (token.name === ",") {
        items.push(current);
        current = { name: "" };
        alias = false;
      } else if (token.name === "as") alias = true;
      else if (alias) current.as = this.source(token);
      else current.name += this.source(token);
    }
    items.push(current);
    return items.filter(({ name }) => name !== "");
  }
}
