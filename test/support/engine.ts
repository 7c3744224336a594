import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { inject } from "vitest";
import type { Shared } from "./globalWorkspace.js";

/** What a run of the CLI came to. */
export interface Run {
  /** Exit code. */
  code: number;
  /** Standard output and standard error, in this order. */
  output: string;
}

/** One step of a preview or an update. */
export interface Step {
  /** `create`, `update`, `same`, `replace`, `delete` … */
  op: string;
  urn: string;
  /** Paths that differ. */
  paths: string[];
}

/** A resource as the state holds it. */
export interface Recorded {
  urn: string;
  type: string;
  id: string;
  inputs: Record<string, unknown>;
  outputs: Record<string, unknown>;
  initErrors?: string[];
}

/** A Pulumi project of its own, run by the real CLI on a file backend. */
export class Project {
  readonly folder: string;
  readonly #env: NodeJS.ProcessEnv;

  private constructor(folder: string, env: NodeJS.ProcessEnv) {
    this.folder = folder;
    this.#env = env;
  }

  /**
   * Makes a project whose stack is named `dev`.
   *
   * @param name project name, part of every URN
   * @param files path to text; `index.js` is the program
   * @param env variables beside those that point to the workspace
   * @param shared the workspace, and where programs find the package. Default: those of all tests
   */
  static async create(
    name: string,
    files: Record<string, string>,
    env: NodeJS.ProcessEnv = {},
    shared: Pick<Shared, "host" | "token" | "modules"> = inject("shared"),
  ): Promise<Project> {
    const folder = mkdtempSync(join(shared.modules, `${name}-`));
    mkdirSync(join(folder, ".state"));
    const node = process.env.MLFLOW_AGENTS_TEST_NODE;
    const project = new Project(folder, {
      ...process.env,
      ...(node === undefined ? {} : { PATH: `${node}${delimiter}${process.env.PATH}` }),
      DATABRICKS_HOST: shared.host,
      DATABRICKS_TOKEN: shared.token,
      PULUMI_BACKEND_URL: `file://${join(folder, ".state")}`,
      PULUMI_CONFIG_PASSPHRASE: "test",
      PULUMI_SKIP_UPDATE_CHECK: "1",
      NO_COLOR: "1",
      ...env,
    });
    // Without the TypeScript compiler, which these programs do not need, each run of the CLI is a second shorter.
    const typescript = "index.ts" in files;
    project.write("Pulumi.yaml", `name: ${name}\nruntime: { name: nodejs, options: { typescript: ${typescript} } }\n`);
    project.write("package.json", JSON.stringify({ name, private: true, main: typescript ? "index.ts" : "index.js" }));
    for (const [path, text] of Object.entries(files)) project.write(path, text);
    await project.succeed("stack", "init", "dev");
    return project;
  }

  /** Writes a file of the project. */
  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), text);
  }

  /** Deletes a file of the project. */
  delete(path: string): void {
    rmSync(join(this.folder, path));
  }

  /** Runs the CLI. */
  run(...args: string[]): Promise<Run> {
    return new Promise((resolve) => {
      const options = { cwd: this.folder, env: this.#env, maxBuffer: 64_000_000 };
      execFile("pulumi", [...args, "--non-interactive"], options, (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === "number" ? error.code : 1;
        resolve({ code, output: `${stdout}${stderr}` });
      });
    });
  }

  /** Starts the CLI, to be killed with everything that it started, or alone. */
  start(...args: string[]): { kill(): Promise<void>; killAlone(): Promise<number[]> } {
    const child = spawn("pulumi", [...args, "--non-interactive"], {
      cwd: this.folder,
      env: this.#env,
      stdio: "ignore",
    });
    const exit = once(child, "exit");
    return {
      kill: async () => {
        for (const pid of await family(child.pid ?? 0)) {
          try {
            process.kill(pid, "SIGKILL");
          } catch {
            // It ended by itself meanwhile.
          }
        }
        await exit;
      },
      // The pids of its dynamic providers, which have to end by themselves; the program's host is Pulumi's matter.
      killAlone: async () => {
        const [self = 0, ...others] = await family(child.pid ?? 0);
        const { stdout } = await promisify(execFile)("ps", ["-A", "-o", "pid=,args="]);
        const lines = stdout.split("\n").filter((line) => line.includes("cmd/dynamic-provider"));
        const providers = lines.map((line) => Number.parseInt(line, 10)).filter((pid) => others.includes(pid));
        process.kill(self, "SIGKILL");
        await exit;
        return providers;
      },
    };
  }

  /** Sets variables of the CLI's environment. */
  setEnvironment(more: NodeJS.ProcessEnv): void {
    Object.assign(this.#env, more);
  }

  /** Takes the stack to another backend, as `pulumi stack export` and `import` do. */
  async moveToOtherBackend(): Promise<void> {
    const state = await this.succeed("stack", "export");
    const backend = mkdtempSync(join(this.folder, ".moved-"));
    this.#env.PULUMI_BACKEND_URL = `file://${backend}`;
    await this.succeed("stack", "init", "dev");
    await this.import(state);
  }

  /** Puts a state, as `stack export` gave it, in the place of what the stack holds. */
  async import(state: string): Promise<void> {
    this.write(".exported.json", state);
    await this.succeed("stack", "import", "--file", ".exported.json");
  }

  /** Runs the CLI and fails the test with its output when it fails. */
  async succeed(...args: string[]): Promise<string> {
    const { code, output } = await this.run(...args);
    if (code !== 0) throw new Error(`pulumi ${args.join(" ")} failed:\n${output}`);
    return output;
  }

  /** `pulumi up`. @returns the text that a user reads */
  up(): Promise<string> {
    return this.succeed("up", "--yes", "--skip-preview", "--diff");
  }

  /** `pulumi refresh`. */
  refresh(): Promise<string> {
    return this.succeed("refresh", "--yes", "--skip-preview");
  }

  /** `pulumi destroy`. */
  destroy(): Promise<string> {
    return this.succeed("destroy", "--yes", "--skip-preview");
  }

  /** `pulumi preview --diff`. @returns the text that a user reads */
  previewText(): Promise<string> {
    return this.succeed("preview", "--diff");
  }

  /** `pulumi preview --json`: the steps that change something. */
  async preview(...args: string[]): Promise<Step[]> {
    const output = await this.succeed("preview", "--json", ...args);
    const document = JSON.parse(output.slice(output.indexOf("{"), output.lastIndexOf("}") + 1));
    // `refresh` steps are the reading itself; what it found shows in the steps after them.
    return (document.steps as { op: string; urn: string; detailedDiff?: object }[])
      .filter(({ op }) => !["same", "read", "refresh"].includes(op))
      .map(({ op, urn, detailedDiff }) => ({ op, urn, paths: Object.keys(detailedDiff ?? {}).sort() }));
  }

  /** What the state holds. */
  async resources(): Promise<Recorded[]> {
    return JSON.parse(await this.succeed("stack", "export")).deployment.resources ?? [];
  }

  /** The resource of one of this package's types. */
  async resource(type: string, name?: string): Promise<Recorded> {
    const found = (await this.resources()).find(
      (each) => each.type.endsWith(`:${type}`) && (name === undefined || each.urn.endsWith(`::${name}`)),
    );
    if (found === undefined) throw new Error(`no ${type} in the state`);
    return found;
  }

  /** The stack's outputs. */
  async outputs(): Promise<Record<string, unknown>> {
    return JSON.parse(await this.succeed("stack", "output", "--json", "--show-secrets"));
  }

  /** Destroys what is left, and the folder. For `afterAll`. */
  async remove(): Promise<void> {
    const left = await this.resources().catch(() => ["unreadable"]);
    if (left.length > 0) {
      const { code } = await this.run("destroy", "--yes", "--skip-preview", "--continue-on-error");
      if (code !== 0) {
        await this.run("cancel", "--yes");
        await this.run("destroy", "--yes", "--skip-preview", "--continue-on-error");
      }
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A process and all that descend from it: the CLI gives each plugin a process group of its own. */
async function family(root: number): Promise<number[]> {
  const { stdout } = await promisify(execFile)("ps", ["-A", "-o", "pid=,ppid="]);
  const pairs = stdout
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number));
  const found = [root];
  for (const parent of found) {
    for (const [pid = 0, of] of pairs) if (of === parent && pid !== parent) found.push(pid);
  }
  return found;
}
