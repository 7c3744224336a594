import type { Problem } from "../../errors.js";

/** Unity Catalog's limits of tags (documentation page database-objects/tags). */
const limits = { tags: 50, key: 255, value: 1000 } as const;

/**
 * What Unity Catalog would refuse of tags.
 *
 * @param own how many tags this package adds
 */
export function tagProblems(path: string, tags: unknown, own: number): Problem[] {
  if (typeof tags !== "object" || tags === null) return [];
  const entries = Object.entries(tags);
  const problems: Problem[] = [];
  const report = (at: string, message: string) => problems.push({ code: "invalidArgument", path: at, message });
  if (entries.length + own > limits.tags) {
    report(
      path,
      `Unity Catalog takes ${limits.tags} tags, ${own} of which are this package's; ${entries.length} were given.`,
    );
  }
  for (const [key, value] of entries) {
    const at = `${path}[${JSON.stringify(key.slice(0, 60))}]`;
    if (key.length > limits.key) report(at, `its key has ${key.length} characters; Unity Catalog takes ${limits.key}.`);
    if (/[.,\-=/:]/.test(key)) report(at, "Unity Catalog refuses the characters . , - = / : in a tag's key.");
    if (key !== key.trim()) report(at, "Unity Catalog refuses spaces at the ends of a tag's key.");
    if (typeof value === "string" && value.length > limits.value) {
      report(at, `its value has ${value.length} characters; Unity Catalog takes ${limits.value}.`);
    }
  }
  return problems;
}
