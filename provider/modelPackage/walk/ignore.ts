/** What is left out of every package unless a rule with `!` takes it back in. */
export const defaultIgnore = [
  "__pycache__/",
  "*.pyc",
  "*.pyo",
  ".git",
  ".hg/",
  ".svn/",
  ".venv/",
  "venv/",
  "node_modules/",
  ".mlflow-agents/",
  "mlruns/",
  "mlartifacts/",
  ".mlflowignore",
  ".DS_Store",
  "Thumbs.db",
  ".ipynb_checkpoints/",
  ".pytest_cache/",
  ".mypy_cache/",
  ".ruff_cache/",
  ".tox/",
  ".nox/",
];

interface Rule {
  segments: string[];
  negated: boolean;
  directoriesOnly: boolean;
}

/** Decides, by rules in `.gitignore` syntax, what is left out. The last rule that matches wins. */
export class IgnoreRules {
  private readonly rules: Rule[] = [];

  /**
   * @param lines rules in `.gitignore` syntax; comments and blank lines are allowed
   */
  constructor(lines: readonly string[]) {
    for (const line of lines) {
      const rule = parseRule(line);
      if (rule !== undefined) this.rules.push(rule);
    }
  }

  /**
   * Whether something is left out.
   *
   * @param path its path below the walked folder, with `/`
   * @param isDirectory whether it is a folder
   */
  ignores(path: string, isDirectory: boolean): boolean {
    const segments = path.split("/");
    let ignored = false;
    for (const rule of this.rules) {
      if (rule.directoriesOnly && !isDirectory) continue;
      if (matchSegments(rule.segments, segments)) ignored = !rule.negated;
    }
    return ignored;
  }
}

function parseRule(line: string): Rule | undefined {
  let text = stripTrailingSpaces(line.replace("\r", ""));
  if (text === "" || text.startsWith("#")) return undefined;
  const negated = text.startsWith("!");
  if (negated) text = text.slice(1);
  else if (text.startsWith("\\!") || text.startsWith("\\#")) text = text.slice(1);
  const directoriesOnly = text.endsWith("/");
  if (directoriesOnly) text = text.slice(0, -1);
  // A slash at the start or in the middle ties the rule to the folder of the rules.
  const anchored = text.includes("/");
  if (text.startsWith("/")) text = text.slice(1);
  if (text === "") return undefined;
  const segments = text.split("/");
  return { segments: anchored ? segments : ["**", ...segments], negated, directoriesOnly };
}

function stripTrailingSpaces(line: string): string {
  let end = line.length;
  while (end > 0 && line[end - 1] === " " && line[end - 2] !== "\\") end -= 1;
  return line.slice(0, end);
}

/** Whether pattern segments match path segments; `**` stands for any number of them. Time is their product. */
function matchSegments(pattern: readonly string[], path: readonly string[]): boolean {
  let reachable = new Set([0]);
  for (const segment of pattern) {
    const next = new Set<number>();
    for (const at of reachable) {
      if (segment === "**") for (let end = at; end <= path.length; end++) next.add(end);
      else if (at < path.length && matchSegment(segment, path[at] ?? "")) next.add(at + 1);
    }
    reachable = next;
  }
  return reachable.has(path.length);
}

/** Whether a glob without `/` matches a name. Backs up to the last star only, so time is their product. */
function matchSegment(pattern: string, name: string): boolean {
  let p = 0;
  let n = 0;
  let star = -1;
  let starName = 0;
  while (n < name.length) {
    const step = p < pattern.length && pattern[p] !== "*" ? matchOne(pattern, p, name[n] ?? "") : 0;
    if (step > 0) {
      p += step;
      n += 1;
    } else if (pattern[p] === "*") {
      star = p;
      starName = n;
      p += 1;
    } else if (star >= 0) {
      p = star + 1;
      starName += 1;
      n = starName;
    } else return false;
  }
  while (pattern[p] === "*") p += 1;
  return p === pattern.length;
}

/** Length of the pattern element at `p` when it matches `character`, else 0. */
function matchOne(pattern: string, p: number, character: string): number {
  const symbol = pattern[p];
  if (symbol === "?") return 1;
  if (symbol === "\\" && p + 1 < pattern.length) return pattern[p + 1] === character ? 2 : 0;
  if (symbol === "[") {
    const end = pattern.indexOf("]", p + 2);
    if (end > 0) return matchClass(pattern.slice(p + 1, end), character) ? end - p + 1 : 0;
  }
  return symbol === character ? 1 : 0;
}

function matchClass(body: string, character: string): boolean {
  const negated = body.startsWith("!") || body.startsWith("^");
  const set = negated ? body.slice(1) : body;
  let found = false;
  for (let index = 0; index < set.length; index++) {
    if (set[index + 1] === "-" && index + 2 < set.length) {
      found ||= character >= (set[index] ?? "") && character <= (set[index + 2] ?? "");
      index += 2;
    } else found ||= set[index] === character;
  }
  return found !== negated;
}
