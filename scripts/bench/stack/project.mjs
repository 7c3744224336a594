import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { Failure } from "../../lib/failure.mjs";
import { at } from "../../lib/paths.mjs";
import { run, tail } from "../../lib/run.mjs";
import { stackEnvironment } from "../../lib/stack.mjs";

/** What is measured, in this order: the arguments of the CLI. */
export const operations = {
  up: ["up", "--yes", "--skip-preview"],
  "second up": ["up", "--yes", "--skip-preview"],
  preview: ["preview"],
  refresh: ["refresh", "--yes", "--skip-preview"],
  destroy: ["destroy", "--yes", "--skip-preview"],
};

// `times` tells what the shell's children took, and theirs: the CLI waits for the program and the providers.
const timed = '"$@"; code=$?; echo; times >&2; exit $code';

/**
 * A Pulumi project in a folder of its own, over a file backend beside it.
 *
 * @param {string} folder
 * @param {string} name
 * @param {string} program text of its index.js
 * @param {string} cliFolder where the CLI lies
 * @param {string} packageFolder the package that the program requires, built
 */
export async function makeProject(folder, name, program, cliFolder, packageFolder) {
  const project = join(folder, name);
  const backend = join(folder, `${name}-state`);
  mkdirSync(join(project, "node_modules", "@pulumi"), { recursive: true });
  mkdirSync(backend);
  symlinkSync(at("node_modules", "@pulumi", "pulumi"), join(project, "node_modules", "@pulumi", "pulumi"));
  install(packageFolder, join(project, "node_modules", "pulumi-mlflow-agents"));
  writeFileSync(join(project, "Pulumi.yaml"), `name: ${name}\nruntime: {name: nodejs, options: {typescript: false}}\n`);
  writeFileSync(join(project, "package.json"), JSON.stringify({ name, private: true, main: "index.js" }));
  writeFileSync(join(project, "index.js"), program);
  const env = {
    ...stackEnvironment(cliFolder),
    PULUMI_HOME: join(folder, "home"),
    PULUMI_BACKEND_URL: pathToFileURL(backend).href,
    // No policy of the bench is looked up: nothing but the package's own work is measured.
    MLFLOW_TRACKING_URI: "http://127.0.0.1:1",
  };
  const pulumi = async (words, command = "pulumi", before = []) => {
    const result = await run(command, [...before, ...words], { cwd: project, env });
    if (result.code !== 0) throw new Failure(`pulumi ${words.join(" ")} failed.`, [], { detail: tail(result.output) });
    return result;
  };
  await pulumi(["stack", "init", "dev"]);
  return {
    /** Runs one operation. @returns {Promise<{ wall: number, processor: number }>} seconds */
    async measure(operation) {
      const begin = performance.now();
      const words = [...operations[operation], "--stack", "dev", "--non-interactive"];
      const { stderr } = await pulumi(words, "sh", ["-c", timed, "sh", "pulumi"]);
      return { wall: (performance.now() - begin) / 1_000, processor: processorTime(stderr) };
    },
    /** The state as the backend keeps it. */
    state() {
      const file = join(backend, ".pulumi", "stacks", name, "dev.json");
      const text = readFileSync(file, "utf8");
      return { text, resources: JSON.parse(text).checkpoint.latest.resources };
    },
    folder: dirname(project),
  };
}

/** As it is published: without source maps, which Pulumi would read to tell where each resource was declared. */
function install(from, to) {
  cpSync(join(from, "package.json"), join(to, "package.json"));
  cpSync(join(from, "dist"), join(to, "dist"), { recursive: true, filter: (path) => !path.endsWith(".map") });
}

/** Seconds of the children, user and system: the second line of `times`, `0m1.230s 0m0.450s`. */
function processorTime(text) {
  const line = text.trimEnd().split("\n").at(-1) ?? "";
  const found = [...line.matchAll(/(\d+)m([\d.]+)s/g)].map(
    ([, minutes, seconds]) => Number(minutes) * 60 + Number(seconds),
  );
  if (found.length !== 2) throw new Failure(`The shell told no times: ${line}`);
  return found[0] + found[1];
}
