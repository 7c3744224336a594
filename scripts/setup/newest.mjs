import { copyFileSync, existsSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "../lib/failure.mjs";
import { digest, makeFolder } from "../lib/files.mjs";
import { withLock } from "../lib/lock.mjs";
import { at, cacheFolder } from "../lib/paths.mjs";
import { run, tail } from "../lib/run.mjs";
import { npmCommand } from "./npm.mjs";

const listed = at("scripts/setup/newest");
const files = ["package.json", "package-lock.json"];

/**
 * The newest @pulumi/pulumi and a Node 22 to run it with, for the second run of the engine tests: installed from their
 * own lock file into the cache.
 *
 * @param {(text: string) => void} [say] Progress.
 * @returns {Promise<{ nodeFolder: string, sdk: string }>} the folder that holds `node`, and the folder of @pulumi/pulumi
 */
export async function ensureNewest(say = () => {}) {
  const id = digest(process.platform, process.arch, ...files.map((name) => readFileSync(join(listed, name)))).slice(
    0,
    16,
  );
  const folder = join(cacheFolder(), "newest", id);
  const found = {
    nodeFolder: join(folder, "bin"),
    node: join(folder, "bin", "node"),
    sdk: join(folder, "node_modules", "@pulumi", "pulumi"),
  };
  const isComplete = () => existsSync(found.node) && existsSync(join(found.sdk, "package.json"));
  if (!isComplete()) {
    const install = async () => {
      if (!isComplete()) await makeFolder(folder, (temporary) => fill(temporary, say));
    };
    await withLock(join(cacheFolder(), "locks", "newest"), "Installing Node 22 and @pulumi/pulumi", install, { say });
  }
  return { nodeFolder: found.nodeFolder, sdk: found.sdk };
}

async function fill(folder, say) {
  say("npm ci of Node 22 and the newest @pulumi/pulumi");
  for (const name of files) copyFileSync(join(listed, name), join(folder, name));
  const [npm, args] = npmCommand();
  const command = [...args, "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"];
  const result = await run(npm, command, {
    cwd: folder,
    timeLimit: 10 * 60_000,
    env: { NODE_ENV: undefined, npm_config_omit: undefined },
  });
  if (result.code !== 0) {
    throw new Failure(
      "Node 22 and the newest @pulumi/pulumi could not be installed.",
      "Is the npm registry reachable?",
      {
        detail: tail(result.output, 10),
      },
    );
  }
  // npm has no such package for every system; a new enough Node that runs this script does as well.
  const packaged = join("node_modules", `node-${process.platform}-${process.arch}`, "bin", "node");
  const own = Number(process.versions.node.split(".")[0]) >= 22;
  if (!existsSync(join(folder, packaged)) && !own) {
    throw new Failure(
      `npm has no Node 22 for ${process.platform} on ${process.arch}.`,
      "Run the tests with Node 22 or newer on this system.",
    );
  }
  mkdirSync(join(folder, "bin"));
  // The folder is renamed when it is complete: the link must not name it.
  symlinkSync(
    existsSync(join(folder, packaged)) ? join("..", packaged) : process.execPath,
    join(folder, "bin", "node"),
  );
}
