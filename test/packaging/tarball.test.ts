import { readdirSync, readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { Consumer, root } from "./consumer.js";

const consumer = new Consumer(inject("installed"));
const tool = (name: string) => join(root, "node_modules", ".bin", name);

describe("the tarball", () => {
  const folder = consumer.at("node_modules/pulumi-mlflow-agents");
  let files: string[] = [];
  beforeAll(() => {
    files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
      (path) => !path.startsWith("node_modules") && statSync(join(folder, path)).isFile(),
    );
  });

  it("holds what a user needs", () => {
    expect(files).toEqual(
      expect.arrayContaining([
        "package.json",
        "dist/sdk/index.js",
        "dist/sdk/index.d.ts",
        "dist/provider/index.js",
        "dist/provider/index.d.ts",
        "dist/cli/main.js",
        "dist/cli/pulumiCli/go/pulumi/go.sum",
        "templates/agent/Pulumi.yaml",
        "templates/agent/index.ts",
        "examples/credentials/Pulumi.yaml",
        "examples/quickstart/tools/prompts.py",
        "dist/workspace/python/requirements.lock.txt",
        "dist/workspace/page/web/index.html",
        "dist/workspace/page/web/main.mjs",
        "dist/workspace/page/web/style.css",
      ]),
    );
    expect(statSync(join(folder, "dist/cli/main.js")).mode & 0o111).not.toBe(0);
  });

  it("holds no test, no source, no record of a build", () => {
    const odd = (path: string) =>
      /\.test\.|\.map$|\.tsbuildinfo|\.stamp|__pycache__|\.pyc$|(^|\/)(test|examples|scripts)\//.test(path);
    // What `mlflow-agents new` writes is a program of the user's.
    const own = files.filter((path) => !/^(?:templates|examples)\//.test(path));
    expect(own.filter((path) => odd(path) || (path.endsWith(".ts") && !path.endsWith(".d.ts")))).toEqual([]);
  });

  it("names no folder of this machine and no secret", () => {
    const secret = /PRIVATE KEY-----\n|\bdapi[0-9a-f]{32}\b|\bgh[pousr]_\w{36}|\bAKIA[0-9A-Z]{16}\b|\bnpm_\w{36}\b/;
    const found = files.filter((path) => {
      const text = readFileSync(join(folder, path), "utf8");
      return text.includes(`${root}/`) || text.includes(`${homedir()}/`) || secret.test(text);
    });
    expect(found).toEqual([]);
  });

  it("is what publint expects of a package", async () => {
    const { code, output } = await consumer.run(tool("publint"), "run", "--strict", inject("tarball"));
    expect(output).not.toMatch(/error|warning|suggestion/i);
    expect(code).toBe(0);
  });

  it("has types that fit what is loaded, for every kind of import", async () => {
    // node10 does not know `exports`: there the provider's entry has no types, and no program imports it.
    const { code, output } = await consumer.run(
      tool("attw"),
      inject("tarball"),
      "--profile",
      "node16",
      "--format",
      "ascii",
    );
    expect(output).toContain("node16 (from ESM): 🟢 (CJS)");
    expect(output).not.toMatch(/^(?!node10|\(ignored).*(💀|❌|🟡|🚭|👺|⚠️|🐛|❗)/mu);
    expect(code).toBe(0);
  });
});

describe("the provider", () => {
  it("is loaded in 120 ms, Node's own start included", async () => {
    let best = Number.POSITIVE_INFINITY;
    for (let attempt = 0; attempt < 5; attempt++) {
      const begin = performance.now();
      await consumer.succeed(process.execPath, "-e", 'require("pulumi-mlflow-agents/provider")');
      best = Math.min(best, performance.now() - begin);
    }
    expect(best).toBeLessThanOrEqual(120);
  });

  it("shares the program's copy of @pulumi/pulumi", async () => {
    const where = (from: string) =>
      consumer.succeed(
        process.execPath,
        "-p",
        `require.resolve("@pulumi/pulumi", { paths: [${JSON.stringify(from)}] })`,
      );
    expect(await where(consumer.at("node_modules/pulumi-mlflow-agents/dist/sdk"))).toBe(await where(consumer.folder));
  });
});
