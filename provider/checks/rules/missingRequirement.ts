import { nearest } from "../../lifecycle/nearest.js";
import { type Coverage, coverageOf, type Verdict } from "../../modelPackage/imports/coverage.js";
import { isNamespace, providersOf } from "../../modelPackage/imports/distributions.js";
import { inStandardLibrary } from "../../modelPackage/imports/standardLibrary.js";
import type { ImportedModule } from "../../python/source/scope.js";
import type { Check, CheckedFile, Found, Rule } from "../types.js";
import { liesHere } from "./codePath.js";
import { type Import, importsOf, modulesOf } from "./imports.js";

/** An import that no requirement covers. */
export const missingRequirement: Rule = {
  code: "missing-requirement",
  title: "an import that no requirement covers",
  severity: "error",
  doc:
    "Where the agent is served there is what its requirements bring, and nothing else. An error where that is certain: the " +
    "module's package is known, everything that the requirements bring is known, and the import runs when the agent is " +
    "loaded. A warning otherwise. What a requirement brings along counts as covered; an import whose failure is caught, or " +
    "under TYPE_CHECKING, is left alone.",
  argument: "requirements",
  *find(check) {
    if (check.requirements === undefined) return;
    const coverage = coverageOf(check.requirements);
    const seen = new Set<string>();
    for (const file of check.files) {
      for (const one of importsOf(file)) {
        if (one.imported.level > 0 || one.optional) continue;
        const found = judge(check, coverage, file, one);
        if (found === undefined || seen.has(found.add)) continue;
        seen.add(found.add);
        yield found.found;
      }
    }
  },
};

function judge(
  check: Check,
  coverage: Coverage,
  file: CheckedFile,
  one: Import,
): { add: string; found: Found } | undefined {
  const { imported, from, to, when } = one;
  const { module } = imported;
  const top = module.split(".")[0] ?? "";
  if (top === "" || top === "__future__" || top === "dbutils" || check.reading.modules?.holds(top) === true)
    return undefined;
  if (liesHere(top, check)) return undefined;
  const { pythonVersion } = check.reading;
  const library = inStandardLibrary(top, pythonVersion);
  if (library === "yes") return undefined;
  const wrong = uncovered(coverage, imported);
  if (wrong === undefined || wrong.verdict.covered) return undefined;
  const { add, certain } = wrong.verdict;
  const runs = when.runs === "always" && when.inFunction === undefined;
  if (library !== "no") {
    const message =
      "since" in library
        ? `${top} is part of Python from 3.${library.since} on, and the agent is served with ${pythonVersion}.`
        : `${top} left Python with 3.${library.until}, and the agent is served with ${pythonVersion}.`;
    const help = "Set `pythonVersion`, or do without it.";
    return { add: top, found: { file, from, to, message, help, severity: runs ? "error" : "warning" } };
  }
  const known = certain ? "no requirement brings it" : "no requirement is known to bring it";
  const meant = nearest(
    add,
    coverage.declared.filter((name) => Math.abs(name.length - add.length) <= 2),
  );
  const close = meant !== undefined && meant !== add && add.length > 4 ? ` Is ${JSON.stringify(meant)} a slip?` : "";
  return {
    add,
    found: {
      file,
      from,
      to,
      message: `${wrong.name} is imported here, and ${known}.`,
      help: `Add ${JSON.stringify(add)} to \`requirements\`.${close}`,
      severity: certain && runs ? "error" : "warning",
    },
  };
}

/** What nothing covers of an import. `from google.cloud import storage` names its package by what it takes. */
function uncovered(coverage: Coverage, imported: ImportedModule): { name: string; verdict: Verdict } | undefined {
  const { module } = imported;
  const whole = { name: module, verdict: coverage.judge(module) };
  const [, ...below] = isNamespace(module) ? modulesOf(imported) : [module];
  if (below.length === 0) return whole.verdict.covered ? undefined : whole;
  if (whole.verdict.covered) return undefined;
  const parts = below.map((name) => ({ name, verdict: coverage.judge(name) }));
  const wrong = parts.find(({ verdict }) => !verdict.covered);
  if (wrong === undefined) return undefined;
  const deeper = providersOf(wrong.name);
  return deeper.known && deeper.packages[0] !== providersOf(module).packages[0] ? wrong : whole;
}
