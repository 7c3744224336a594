import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
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
