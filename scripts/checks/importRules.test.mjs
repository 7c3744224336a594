import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { at } from "../lib/paths.mjs";
import { run } from "../lib/run.mjs";

// A small tree in which each file breaks one rule of .dependency-cruiser.cjs, or just keeps it.
const folder = mkdtempSync(join(tmpdir(), "rules-"));
const tree = {
  "provider/errors.ts": "export const error = 1;",
  "provider/resource.ts": "export interface Resource {}\nexport const shape = 1;",
  "provider/http/client.ts": "export const client = 1;",
  "provider/resources/one/resource.ts": 'export * from "../../http/client.js";\nexport * from "../../errors.js";',
  "workspace/server.ts": "export const server = 1;",
};
const broken = {
  "provider/resources/two/resource.ts": ["resource-alone", 'export * from "../one/resource.js";'],
  "provider/resources/two/api.ts": ["resource", 'export * from "undici";'],
  "provider/resources/two/up.ts": ["resource", 'export * from "../../../workspace/server.js";'],
  "sdk/values.ts": ["sdk-types", 'export { shape } from "../provider/resource.js";'],
  "sdk/local.ts": ["sdk", 'export * from "../workspace/server.js";'],
  "provider/lifecycle/diff.ts": ["lifecycle", 'export * from "../http/client.js";'],
  "provider/http/up.ts": ["http", 'export * from "../resources/one/resource.js";'],
  "provider/wait/up.ts": ["wait", 'export * from "../http/client.js";'],
  "provider/modelPackage/up.ts": ["model-package", 'export * from "../http/client.js";'],
  "provider/validation/up.ts": ["validation", 'export * from "../http/client.js";'],
  "provider/transport/up.ts": ["transport", 'export * from "../resources/one/resource.js";'],
  "provider/http/yaml.ts": ["yaml-in-one-room", 'export * from "yaml";'],
  "workspace/shared.ts": ["workspace", 'export * from "../provider/errors.js";'],
  "examples/a/index.ts": ["examples", 'export * from "../../sdk/values.js";'],
  "provider/http/tested.ts": ["no-test-in-program", 'export * from "./client.test.js";'],
  "provider/http/gone.ts": ["resolvable", 'export * from "./nowhere.js";'],
  "provider/http/tool.ts": ["not-a-dev-package", 'export * from "vitest";'],
  "cli/a.ts": ["no-cycle", 'export * from "./b.js";'],
  "scripts/early.mjs": ["scripts-before-npm-ci", 'export * from "zod";'],
};
const kept = {
  "sdk/types.ts": 'import type { Resource } from "../provider/resource.js";\nexport type Shown = Resource;',
  "provider/modelPackage/yaml.ts": 'export * from "yaml";',
  "provider/http/undici.ts": 'export * from "undici";\nexport * from "node:fs";',
  "provider/http/client.test.ts": 'export * from "../../workspace/server.js";',
  "cli/b.ts": 'export * from "./a.js";',
  "cli/start.ts": 'export * from "../workspace/server.js";',
};

let violations = [];
beforeAll(async () => {
  const texts = {
    ...tree,
    ...kept,
    ...Object.fromEntries(Object.entries(broken).map(([path, [, text]]) => [path, text])),
  };
  for (const name of ["package.json", "tsconfig.json", "tsconfig.test.json", ".dependency-cruiser.cjs"]) {
    texts[name] = readFileSync(at(name), "utf8");
  }
  for (const name of ["undici", "vitest", "yaml", "zod"]) {
    texts[`node_modules/${name}/package.json`] = JSON.stringify({ name, version: "1.0.0", main: "index.js" });
    texts[`node_modules/${name}/index.js`] = "exports.one = 1;";
  }
  for (const [path, text] of Object.entries(texts)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const tool = at("node_modules/dependency-cruiser/bin/dependency-cruise.mjs");
  const args = ["--config", ".dependency-cruiser.cjs", "--output-type", "json"];
  const result = await run(
    process.execPath,
    [tool, ...args, "provider", "sdk", "workspace", "cli", "examples", "scripts"],
    {
      cwd: folder,
    },
  );
  violations = JSON.parse(result.stdout).summary.violations;
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

const rulesBrokenBy = (path) => violations.filter(({ from }) => from === path).map(({ rule }) => rule.name);

describe("the import rules", () => {
  it.each(Object.entries(broken).map(([path, [rule]]) => [path, rule]))("%s breaks %s", (path, rule) => {
    expect(rulesBrokenBy(path)).toContain(rule);
  });

  it.each([...Object.keys(tree), ...Object.keys(kept).filter((path) => path !== "cli/b.ts")])(
    "%s breaks none",
    (path) => {
      expect(rulesBrokenBy(path)).toEqual([]);
    },
  );
});
