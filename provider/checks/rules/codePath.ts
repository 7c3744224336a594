import path from "node:path";
import { coverageOf } from "../../modelPackage/imports/coverage.js";
import type { FoundModule } from "../../python/source/localModules.js";
import { sourceOf } from "../../python/source/scope.js";
import { type SyntaxNode, walk } from "../../python/source/tree.js";
import type { Check, CheckedFile, Found, Rule } from "../types.js";
import { type Import, importsOf } from "./imports.js";

/** A local file that stays behind. */
export const codePath: Rule = {
  code: "missing-code-path",
  title: "a local import that is not packaged",
  severity: "error",
  doc:
    "The agent imports a file or package of its repository, and codePaths does not cover it: it is found here and missing " +
    "where the agent is served. It is looked for beside the agent, where `sys.path` in the code and the project's settings " +
    "(pyproject.toml, setup.cfg, setup.py, `-e` of the requirements) say, and in the folders above the agent and their `src`. " +
    "A warning where the import may not run, where a requirement may bring it, and where the code itself may put on sys.path what " +
    "the package holds elsewhere. What a notebook brings by `%run`, a comment in the file that is logged, is missing there too.",
  argument: "codePaths",
  *find(check) {
    for (const { file, one, top, lies } of leftBehind(check)) {
      const { from, to, when, optional } = one;
      const beside = isBeside(check, lies);
      const brought = beside ? "no" : broughtBy(check, one.imported.module);
      if (brought === "yes") continue;
      const packaged = packagedAs(check, lies);
      const runs = !optional && when.runs === "always" && when.inFunction === undefined;
      const certain = brought === "no" && runs && (packaged === undefined || !writesSearchPath(check));
      const where = beside ? `beside the agent as ${lies.lies}` : `in ${lies.lies}`;
      const message =
        packaged === undefined
          ? `${top} is imported here and lies ${where}, but is not in the package.`
          : `${top} is imported here, and the package holds it as ${packaged}, where Python does not look for it.`;
      const help = `Add ${JSON.stringify(check.codePathOf(lies))} to \`codePaths\`.`;
      yield { file, from, to, message, help, severity: certain ? "error" : "warning" };
    }
    for (const file of check.files) yield* runsOf(check, file);
  },
};

/** `%run ./names` is a command of notebooks, and a comment where the agent is served: what it brings is not there. */
function* runsOf({ reading }: Check, file: CheckedFile): Iterable<Found> {
  const { bindings, runs = [], parsed } = file.module;
  for (const { name: run, from, to } of runs) {
    const brought = [...bindings].flatMap(([name, one]) => (one.kind === "import" && one.module === run ? [name] : []));
    const used = brought.find((name) => isRead(parsed.tree.topNode, (node) => sourceOf(file.module, node) === name));
    if (used === undefined) continue;
    const message = `${used} is used here and comes from a notebook that %run names, which runs nothing where the agent is served.`;
    const help = "Put it into a file of its own, import it from there, and add the file to `codePaths`.";
    yield { file, from, to, inWhole: true, message, help, severity: reading.notebook === true ? "warning" : "error" };
  }
}

/** Whether a name is read somewhere: not as a parameter, an attribute, or the target of an assignment. */
function isRead(top: SyntaxNode, isName: (node: SyntaxNode) => boolean): boolean {
  let found = false;
  walk(top, (node) => {
    const kind = node.parent?.name;
    const next = node.nextSibling?.name;
    const isTarget = next === "AssignOp" || next === "TypeDef";
    if (node.name === "VariableName" && kind !== "ParamList" && !isTarget && isName(node)) found = true;
  });
  return found;
}

/** The first import of each module that was found in the repository and is not packaged. */
export function* leftBehind(
  check: Check,
): Iterable<{ file: CheckedFile; one: Import; top: string; lies: FoundModule }> {
  const seen = new Set<string>();
  for (const file of check.all) {
    for (const one of importsOf(file)) {
      const { level, module } = one.imported;
      const top = module.split(".")[0] ?? "";
      if (level > 0 || top === "" || seen.has(top)) continue;
      const lies = check.reading.modules?.outside(top);
      if (lies === undefined || lies.isWritten === true || one.when.runs === "never") continue;
      seen.add(top);
      yield { file, one, top, lies };
    }
  }
}

function isBeside({ reading }: Check, { absolute }: FoundModule): boolean {
  return path.dirname(absolute) === reading.folder;
}

/** Where the package holds a file that was found by another path: `codePaths: ["src"]` puts `src/desk` below `code/src`. */
function packagedAs({ reading }: Check, { name }: FoundModule): string | undefined {
  const found = [...reading.packaged].find((path) => path.startsWith("code/") && reading.nameOf(path) === name);
  return found?.replace(/\/__init__\.py$/, "");
}

/** Whether the agent's code may put more folders of the model on Python's search path. */
function writesSearchPath({ all }: Check): boolean {
  return all.some(({ module }) => /\bsys\s*\.\s*path\b|\baddsitedir\b|import\s+path\b/.test(module.parsed.text));
}

/** Whether a requirement brings the module as well: a wheel of it, for example. */
function broughtBy({ requirements }: Check, module: string): "yes" | "no" | "maybe" {
  if (requirements === undefined) return "maybe";
  const coverage = coverageOf(requirements);
  // A path in the requirements is one of this machine, and of no other.
  if (coverage.mayBringMore) return "maybe";
  const verdict = coverage.judge(module);
  return verdict.covered ? "yes" : coverage.isComplete ? "no" : "maybe";
}

/** Whether a module was found in the repository. */
export function liesHere(top: string, { reading }: Check): boolean {
  return reading.modules?.outside(top) !== undefined;
}
