import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { Consumer, root } from "./consumer.js";

// docs/first-agent.md as a reader types it, in one shell, beginning in a copy of this checkout with an empty cache. Only the
// Pulumi CLI is in it already: where it has to be built, that alone takes minutes.
const page = readFileSync(join(root, "docs/first-agent.md"), "utf8");
const blocks = [...page.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, commands = ""]) => commands);
const path = (process.env.PATH ?? "").split(delimiter);
const reader = new Consumer("reader", {
  PATH: path.filter((folder) => !existsSync(join(folder, "pulumi"))).join(delimiter),
  MLFLOW_AGENTS_CACHE: undefined,
  MLFLOW_AGENTS_HOME: undefined,
  PULUMI_HOME: undefined,
  PULUMI_BACKEND_URL: undefined,
  PULUMI_CONFIG_PASSPHRASE: undefined,
});
const cache = reader.at("cache");

/** Runs commands in one shell that stops at the first that fails, from the checkout or from the project. */
const shell = (folder: string, script: string) =>
  reader.run("bash", "-c", `export MLFLOW_AGENTS_CACHE='${cache}'; set -e; cd ${folder}\n${script}`);

afterAll(async () => {
  if (existsSync(reader.at("my-agent"))) await shell("my-agent", "npx mlflow-agents workspace stop");
  reader.remove();
});

it("takes a reader from nothing to an agent that answers, is changed, and is gone", async () => {
  // In place of `git clone`.
  const list = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "-z"], { cwd: root });
  for (const file of list.toString().split("\0").filter(Boolean)) reader.copy(file, join("clone", file));
  const cli = path.find((folder) => existsSync(join(folder, "pulumi"))) ?? "";
  const version = execFileSync(join(cli, "pulumi"), ["version"], { encoding: "utf8" }).trim().replace(/^v/, "");
  const kept = join(cache, "pulumi", version);
  mkdirSync(kept, { recursive: true });
  for (const name of readdirSync(cli).filter((each) => each.startsWith("pulumi")))
    cpSync(join(cli, name), join(kept, name));

  expect(blocks.length).toBeGreaterThanOrEqual(7);
  const { code, output } = await shell("clone", blocks.join("\n"));
  expect([code, output]).toEqual([0, expect.anything()]);
  expect(output).toContain("all that is needed is there");
  expect(output).toMatch(/now: cd \.\.\/my-agent && /);
  expect(output).toContain('"What can you do?"');
  expect(output).toContain('"traceId": "tr-');
  // By curl.
  expect(output).toContain('"object": "response"');
  expect(output).toMatch(/\b1 agent|agent\.py/);
  expect(output).toContain("And now?");
  expect(output).toMatch(/- 6 deleted/);
  expect(output).not.toMatch(/warning:/i);
}, 600_000);
