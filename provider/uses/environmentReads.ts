import type { EnvironmentRead } from "../modelPackage/codeFacts.js";
import type { PackageReading } from "../modelPackage/index.js";
import { childrenOf, type PythonModule, sourceOf } from "../modelPackage/python/scope.js";
import type { SyntaxNode } from "../modelPackage/python/tree.js";
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
    const { name, file, line } = one;
    // A file of variables in the package may hold it.
    const required = one.required && !loadsDotenv && !isGuarded(reading, one);
    const before = found.get(name);
    if (before === undefined || (required && !before.required)) found.set(name, { name, file, line, required });
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
  const quoted = new RegExp(`["']${name}["']`);
  const waiting: SyntaxNode[] = [module.parsed.tree.topNode];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    const holds = node.from <= from && from < node.to;
    if (holds && catches(module, node, from)) return true;
    if (conditions.has(node.name) && quoted.test(testOf(module, node))) return true;
    waiting.push(...childrenOf(node));
  }
  return false;
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
  return childrenOf(node)
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
