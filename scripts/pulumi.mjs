// The Pulumi CLI on the stack that `npm start` made: `npm run pulumi -- preview --diff`.
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { build } from "./build.mjs";
import { main } from "./lib/failure.mjs";
import { root } from "./lib/paths.mjs";
import { backendFolder, stackEnvironment, stackName } from "./lib/stack.mjs";
import { ensureNpm } from "./setup/npm.mjs";
import { ensurePulumi } from "./setup/pulumi.mjs";

await main(async () => {
  const say = (text) => process.stderr.isTTY && process.stderr.write(`${text}\n`);
  await ensureNpm(say);
  await build(say);
  const { cli, folder } = await ensurePulumi(say);
  mkdirSync(backendFolder, { recursive: true });
  const env = { ...process.env, PULUMI_STACK: stackName, ...stackEnvironment(folder) };
  for (const name of Object.keys(env)) if (env[name] === undefined) delete env[name];
  // The terminal is the CLI's: its questions, its live display and Ctrl-C work as they do without us.
  const result = spawnSync(cli, process.argv.slice(2), { cwd: root, env, stdio: "inherit" });
  return result.status ?? 1;
});
