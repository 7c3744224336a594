import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const root = join(__dirname, "../..");

it("README.md links each page of docs/", () => {
  const pages = readdirSync(join(root, "docs")).filter((name) => name.endsWith(".md"));
  const readme = readFileSync(join(root, "README.md"), "utf8");
  expect(pages.length).toBeGreaterThan(10);
  expect(pages.filter((name) => !readme.includes(`](docs/${name})`))).toEqual([]);
});

it.each([
  [
    "secrets.md",
    "provider/resources/servingEndpoint/checkSecrets.ts",
    ["environment", "servedEntities", "externalModel"],
  ],
  [
    "tracing.md",
    "sdk/servingEndpointSettings.ts",
    ["experiment", "sampling", "inferenceTable", "prove", "proveWithinSeconds"],
  ],
  [
    "requirements.md",
    "sdk/loggedAgent.ts",
    ["requirements", "extraRequirements", "constraints", "pythonVersion", "validate"],
  ],
])("docs/%s speaks of what %s has", (page, source, names) => {
  const [text, code] = [join("docs", page), source].map((file) => readFileSync(join(root, file), "utf8"));
  for (const name of names) expect([name, text?.includes(name), code?.includes(name)]).toEqual([name, true, true]);
});
