import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const root = join(__dirname, "../../..");

it("requiring the provider loads none of its dependencies: every run of every stack waits for it", () => {
  if (!existsSync(join(root, "dist/provider/index.js"))) throw new Error("dist/ is missing: run `npm run build`.");
  const program = 'require("./dist/provider"); console.log(Object.keys(require.cache).join("\\n"))';
  const loaded = execFileSync(process.execPath, ["-e", program], { cwd: root, encoding: "utf8" }).trim().split("\n");
  expect(loaded.filter((path) => path.includes("node_modules"))).toEqual([]);
  expect(loaded.filter((path) => path.includes("/resources/"))).toEqual([]);
  expect(loaded.length).toBeLessThan(40);
});

it("the bundle is plain ASCII, and brings the licences of what is in it", () => {
  const bundle = join(root, "dist/provider/bundle");
  const parts = readdirSync(bundle).filter((name) => name.endsWith(".js"));
  expect(parts).toEqual(
    expect.arrayContaining(["loggedAgent.js", "registeredModel.js", "servingEndpoint.js", "undici.js"]),
  );
  // Read byte by byte, it must be the same program.
  const odd = parts.filter((name) => readFileSync(join(bundle, name)).some((byte) => byte > 127));
  expect(odd).toEqual([]);
  const licences = readFileSync(join(bundle, "LICENSES.txt"), "utf8");
  for (const name of ["zod", "undici", "yaml", "@lezer/python", "@lezer/lr"]) expect(licences).toContain(`\n${name} `);
});
