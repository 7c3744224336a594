import { type Coverage, coverageOf } from "../../modelPackage/imports/coverage.js";
import { normalised } from "../../modelPackage/imports/distributions.js";
import { packages } from "../../modelPackage/imports/packages.generated.js";
import { parseRequirement } from "../../modelPackage/requirements/pep508.js";
import { commentLines } from "../../python/source/comments.js";
import type { CheckedFile, Rule } from "../types.js";

// Installed for the notebook: to log and deploy, or to reload it.
const forTheNotebook = new Set([
  "databricks-agents",
  "databricks-sdk",
  "ipykernel",
  "jupyter",
  "mlflow",
  "mlflow-skinny",
  "uv",
]);

/** What a notebook installs for itself. */
export const magicRequirement: Rule = {
  code: "magic-requirement",
  title: "a %pip line that no requirement covers",
  severity: "warning",
  doc:
    "`%pip install …`, also as `# MAGIC`, runs in the notebook and not where the agent is served: what the agent needs of it has to be a " +
    "requirement too.",
  argument: "requirements",
  *find(check) {
    if (check.requirements === undefined) return;
    const coverage = coverageOf(check.requirements);
    for (const file of check.files) {
      for (const { offset, text } of commandLines(file)) {
        const install = /^(?:#\s*MAGIC\s+)?[%!]\s*(?:uv\s+)?pip3?\s+install\s+(.*)$/.exec(text);
        if (install === null) continue;
        const missing = packagesOf(install[1] ?? "").filter((name) => !covered(coverage, name));
        if (missing.length === 0) continue;
        const listed = missing.map((name) => JSON.stringify(name)).join(", ");
        const message = `the notebook installs ${listed} for itself, and no requirement brings ${missing.length === 1 ? "it" : "them"}.`;
        const help = "Add to `requirements` what the agent uses of it.";
        yield { file, from: offset, to: offset + text.length, inWhole: true, message, help };
      }
    }
  },
};

/** Lines of a file that may be commands of a notebook, by their offsets in the whole of it. */
function commandLines({ module }: CheckedFile): { offset: number; text: string }[] {
  const { origin, parsed } = module;
  const whole = origin?.whole ?? parsed.text;
  if (!/\bpip3?\s+install\b/.test(whole)) return [];
  if (origin === undefined) return commentLines(module);
  return [...whole.matchAll(/^(?:# MAGIC )?[ \t]*[%!].*$/gm)].map((match) => ({
    offset: match.index,
    text: match[0].trimEnd(),
  }));
}

function packagesOf(text: string): string[] {
  const words = text.match(/"[^"]*"|'[^']*'|\S+/g) ?? [];
  const names: string[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = (words[index] ?? "").replace(/^["']|["']$/g, "");
    if (/^(?:-r|-c|--requirement|--constraint|-i|--index-url|--extra-index-url|-f|--find-links)$/.test(word))
      index += 1;
    else if (!word.startsWith("-") && !/[/$]/.test(word)) {
      const name = parseRequirement(word)?.name;
      if (name !== undefined) names.push(normalised(name));
    }
  }
  return names;
}

function covered(coverage: Coverage, name: string): boolean {
  return forTheNotebook.has(name) || coverage.brings(name) || (packages[name] === undefined && coverage.mayBringMore);
}
