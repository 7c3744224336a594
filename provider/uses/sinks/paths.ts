const known = new Map<string, string>();

/**
 * One form for the many ways to import the same thing: the package, then the class or function, without the modules
 * between them, which move from release to release: `openai.resources.x.OpenAI()` is `openai.OpenAI()`.
 */
export function canonical(path: string): string {
  let found = known.get(path);
  if (found === undefined) {
    found = canonicalOf(path);
    if (known.size > 20_000) known.clear();
    known.set(path, found);
  }
  return found;
}

// Packages whose first part alone says nothing.
const roots = /^(?:databricks\.(?:sdk|vector_search|ai_search|sql|connect)|unitycatalog\.ai|google\.adk|[^.]+)/;
const renamed: ReadonlyMap<string, string> = new Map([
  ["langchain_databricks", "databricks_langchain"],
  ["databricks.vector_search.client", "databricks.vector_search"],
  // The same client, since it has another name.
  ["databricks.ai_search", "databricks.vector_search"],
]);

// The names that a notebook has without an import may be imported all the same.
const imported = /^databricks\.sdk\.runtime\.(spark|dbutils|sc)\b(?!\()/;

function canonicalOf(written: string): string {
  const path = written.replace(imported, "notebook.$1()");
  const end = path.indexOf("()");
  const head = end < 0 ? path : path.slice(0, end);
  const tail = end < 0 ? "" : path.slice(end);
  const root = roots.exec(head)?.[0] ?? head;
  const rest = head
    .slice(root.length + 1)
    .split(".")
    .filter(Boolean);
  const first = rest.findIndex((part) => /^[A-Z]/.test(part));
  const kept = first < 0 ? rest.slice(-1) : rest.slice(first);
  const clean = tail
    .replace(/\.(?:with_options|copy|bind|bind_tools|with_config|with_structured_output|with_retry)\(\)/g, "")
    .replace(/\.(?:with_raw_response|with_streaming_response|beta)(?=[.])/g, "")
    .replace(/\.(?:__enter__|__aenter__)\(\)/g, "");
  return [renamed.get(root) ?? root, ...kept].join(".") + clean;
}
