import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import * as registry from "../../../provider/index.js";
import * as sdk from "../../../sdk/index.js";
import { resources } from "./support/registry.js";

const root = join(__dirname, "../../..");
const release: string = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).version;
const has = (path: string) => existsSync(join(root, path));
const text = (path: string) => (has(path) ? readFileSync(join(root, path), "utf8") : "");
const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const examples = readdirSync(join(root, "examples"))
  .map((name) => text(`examples/${name}/index.ts`))
  .join("\n");

const hasCalls = (name: string) =>
  has(`provider/resources/${name}`) &&
  readdirSync(join(root, "provider/resources", name)).some((file) => /^api\.ts$|Api\.ts$/.test(file));

/** What a registered resource still lacks, in words. */
function missing(name: string): string[] {
  const type = name.charAt(0).toUpperCase() + name.slice(1);
  const resource = resources[name];
  const files = [
    `provider/resources/${name}/schema.ts`,
    `provider/resources/${name}/resource.ts`,
    `provider/resources/${name}/resource.test.ts`,
    `sdk/${name}.ts`,
    `docs/reference/${kebab(name)}.md`,
    `test/goldens/state/${release}/${type}.json`,
  ];
  const checks: [boolean, string][] = [
    ...files.map((path): [boolean, string] => [has(path), `the file ${path}`]),
    [resource?.usesWorkspace === false || hasCalls(name), "a file api.ts, or one that ends so, with its REST calls"],
    [resource !== undefined, "an entry in test/unit/provider/support/registry.ts"],
    [resource?.type === type, `the type ${type} in its resource.ts`],
    [type in sdk, `the class ${type} among the exports of sdk/index.ts`],
    [text("sdk/dynamicResource.ts").includes(`${type}: "${name}"`), "a line in sdk/dynamicResource.ts"],
    [examples.includes(`new ${type}(`), "a use in examples/"],
    [text("test/faults/scenarios.ts").includes(type) || resource?.usesWorkspace === false, "a fault scenario"],
    [text("test/fuzz/valid.ts").includes(`${type}: {`), "arguments to be spoiled in test/fuzz/valid.ts"],
  ];
  return checks.filter(([there]) => !there).map(([, what]) => what);
}

describe("every registered resource is complete", () => {
  it.each(Object.keys(registry))("%s", (name) => {
    expect(missing(name)).toEqual([]);
  });

  it("and nothing is there that is not registered", () => {
    const folders = readdirSync(join(root, "provider/resources"));
    expect(folders.sort()).toEqual(Object.keys(registry).sort());
  });

  it("with a reason for what a change of each argument does", () => {
    for (const resource of Object.values(resources)) {
      for (const [name, field] of Object.entries(resource.fields)) {
        expect((field as { why: string }).why, `${resource.type}.${name}`).toMatch(/\w \w/);
      }
    }
  });
});
