import { callsOf } from "../python/source/calls.js";
import { importedName, isMainGuard, type PythonModule, sourceOf } from "../python/source/scope.js";
import { type SyntaxNode, walk } from "../python/source/tree.js";

const server = "mlflow.genai.agent_server";
const entryNames = new Set(["invoke", "stream", "AgentServer", "LongRunningAgentServer"]);

/**
 * Whether a file is where an app begins: it hands functions to MLflow's agent server (`@invoke()`, `@stream()`), or makes
 * one. Such a file is run by a server in its own folder, and is not logged.
 */
export function isAppEntry(module: PythonModule): boolean {
  if (!module.parsed.text.includes("agent_server")) return false;
  const decorators: SyntaxNode[] = [];
  walk(module.parsed.tree.topNode, (node) => {
    if (node.name === "Decorator") decorators.push(node);
  });
  const named = [
    ...decorators.map((node) => sourceOf(module, node).replace(/^@\s*/, "")),
    ...callsOf(module).map((call) => (call.firstChild === null ? "" : sourceOf(module, call.firstChild))),
  ];
  return named.some((written) => isOfServer(module, /^[\w.]+/.exec(written)?.[0] ?? ""));
}

/** Whether a name as it is written is one of the server's, by whatever import. */
function isOfServer(module: PythonModule, written: string): boolean {
  const [first = "", ...rest] = written.split(".");
  const last = rest.at(-1) ?? first;
  const binding = module.bindings.get(first) ?? localImport(module, first);
  if (binding === undefined) {
    const all = module.imports.some(({ module: name, names }) => isServer(name) && names?.includes("*") === true);
    return all && rest.length === 0 && entryNames.has(first);
  }
  if (binding.kind === "value") return isOfServer(module, sourceOf(module, binding.node));
  if (binding.kind !== "import") return false;
  const whole = [importedName(binding), ...rest].join(".");
  // databricks-openai has a server of its own that derives from MLflow's.
  return (isServer(whole.slice(0, whole.lastIndexOf("."))) || last === "LongRunningAgentServer") && isEntry(whole);
}

/** A name that is imported where no other rule of names looks: under `if __name__ == "__main__":`, in a function. */
function localImport(module: PythonModule, name: string) {
  for (const { module: from, names, level, node } of module.imports) {
    if (level > 0 || names?.includes(name) !== true || !isServer(from)) continue;
    for (let parent = node.parent; parent !== null; parent = parent.parent)
      if (isMainGuard(module, parent) || parent.name === "FunctionDefinition")
        return { kind: "import" as const, module: from, attribute: name, level: 0 };
  }
  return undefined;
}

function isServer(module: string): boolean {
  return module === server || module.startsWith(`${server}.`);
}

function isEntry(whole: string): boolean {
  return entryNames.has(whole.slice(whole.lastIndexOf(".") + 1));
}
