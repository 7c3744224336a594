// Writes provider/modelPackage/imports/packages.generated.ts: which package brings which others along, so that an import that
// no requirement names is told from one that nothing covers. `UV=/path/to/uv node scripts/packages.mjs`
//
// uv resolves the lists in scripts/packages/ against the package index that it is configured for. Both resolutions count:
// a package brings what it brings in either.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const target = fileURLToPath(new URL("../provider/modelPackage/imports/packages.generated.ts", import.meta.url));

/** @type {Map<string, Set<string>>} */
const brings = new Map();

for (const list of ["newest", "earlier"]) {
  const file = fileURLToPath(new URL(`packages/${list}.txt`, import.meta.url));
  const options = [
    "--python-version",
    "3.11",
    "--only-binary",
    ":all:",
    "--annotation-style=line",
    "--quiet",
    "--no-header",
  ];
  const output = execFileSync(process.env.UV ?? "uv", ["pip", "compile", file, ...options], { encoding: "utf8" });
  for (const line of output.split("\n")) {
    const match = /^([a-z0-9.-]+)(?:\[[^\]]*\])?==\S+\s+# via (.*)$/.exec(line);
    if (match === null) continue;
    const [, name = "", via = ""] = match;
    if (!brings.has(name)) brings.set(name, new Set());
    for (const owner of via.split(", ").filter((one) => !one.startsWith("-r "))) {
      if (!brings.has(owner)) brings.set(owner, new Set());
      brings.get(owner)?.add(name);
    }
  }
}

const lines = [...brings]
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([name, others]) => `  ${JSON.stringify(name)}: ${JSON.stringify([...others].sort().join(" "))},`);
writeFileSync(
  target,
  `// Made by scripts/packages.mjs from a real resolver's answers. Do not edit.
// biome-ignore-all format: generated

/** Package to the packages that it requires itself, without extras; the names are separated by spaces. */
export const packages: Readonly<Record<string, string>> = {
${lines.join("\n")}
};
`,
);
console.log(`${brings.size} packages`);
