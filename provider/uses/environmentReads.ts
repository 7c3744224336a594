import type { EnvironmentRead } from "../agentCode/codeFacts.js";
import type { PackageReading } from "../agentCode/reading.js";
import { childrenOf, type PythonModule, sourceOf } from "../python/source/scope.js";
import type { SyntaxNode } from "../python/source/tree.js";
import { readUses } from "./read.js";
import type { VariableRead } from "./types.js";

/**
 * The variables of the environment that an agent's code reads in what runs when it is loaded or asked, each once, at the
 * place where it is needed most. What the code sets itself is not among them.
 */
export function environmentReads(reading: PackageReading): EnvironmentRead[] {
  const { variables, loadsDotenv } = readUses(reading);
  const found = new Map<string, EnvironmentRead>();
  for (const one of variables) {
    const { name, file, line, instead } = one;
    // A file of variables in the package may hold it.
    const required = one.required && !loadsDotenv && !isGuarded(reading, one);
    const before = found.get(name);
    if (before === undefined || (required && !before.required))
      found.set(name, { name, file, line, required, ...(instead.length === 0 ? {} : { instead }) });
  }
  // Where one place looks whether it is there, the others rely on that.
  return [...found.values()].map((one) =>
    one.required && variables.some(({ name, required }) => name === one.name && !required)
      ? { ...one, required: false }
      : one,
  );
}

/** Whether something around the place, or a condition in its file, looks whether the variable is there. */
function isGuarded(reading: PackageReading, { name, path, from }: VariableRead): boolean {
  const module = reading.modules?.modules.find((one) => one.path === path)?.module;
  if (module === undefined) return true;
  const quoted = spelled(reading, name);
  const waiting: SyntaxNode[] = [module.parsed.tree.topNode];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    const holds = node.from <= from && from < node.to;
    if (holds && catches(module, node, from)) return true;
    if (conditions.has(node.name) && quoted.test(testOf(module, node))) return true;
    waiting.push(...childrenOf(node));
  }
  return false;
}

/** What stands for a variable in a condition: its name in quotes, or a constant of the agent's that holds it. */
function spelled(reading: PackageReading, name: string): RegExp {
  const escaped = name.replace(/[^\w]/g, "\\$&");
  const holds = new RegExp(`^[ \\t]*(\\w+)(?:[ \\t]*|[ \\t]*:[^=\\n]*)=[ \\t]*["']${escaped}["']`, "gm");
  const constants = (reading.modules?.modules ?? []).flatMap(({ module }) =>
    [...module.parsed.text.matchAll(holds)].flatMap(([, constant]) => constant ?? []),
  );
  return new RegExp([`["']${escaped}["']`, ...constants.map((one) => `\\b${one}\\b`)].join("|"));
}

const conditions = new Set([
  "IfStatement",
  "WhileStatement",
  "ConditionalExpression",
  "AssertStatement",
  "BinaryExpression",
]);

/** What of a condition is the test: the bodies of statements apart; of other operators than `in`, `and` and `or` nothing. */
function testOf(module: PythonModule, node: SyntaxNode): string {
  if (node.name === "BinaryExpression")
    return /\b(?:in|or)\b/.test(sourceOf(module, node)) ? sourceOf(module, node) : "";
  const children = childrenOf(node);
  // `x if test else y`: what is chosen is no test.
  if (node.name === "ConditionalExpression") {
    const [start, end] = ["if", "else"].map((word) => children.findIndex(({ name }) => name === word));
    return children
      .slice((start ?? 0) + 1, end)
      .map((child) => sourceOf(module, child))
      .join(" ");
  }
  return children
    .filter((child) => child.name !== "Body")
    .map((child) => sourceOf(module, child))
    .join(" ");
}

/** Whether a statement catches what a missing variable raises in its body. */
function catches(module: PythonModule, node: SyntaxNode, at: number): boolean {
  const [body] = childrenOf(node).filter(({ name }) => name === "Body");
  if (body === undefined || at < body.from || at >= body.to) return false;
  if (node.name === "WithStatement") return /\bsuppress\(/.test(module.parsed.text.slice(node.from, body.from));
  if (node.name !== "TryStatement") return false;
  return /\bexcept\s*(?:\*\s*)?(?::|.*\b(?:KeyError|LookupError|Exception|BaseException|ValidationError)\b)/.test(
    module.parsed.text.slice(body.to, node.to),
  );
}
