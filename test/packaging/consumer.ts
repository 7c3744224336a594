import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, isAbsolute, join, resolve } from "node:path";

/** The repository's root. */
export const root = resolve(__dirname, "../..");

/** What a program came to. */
export interface Finished {
  code: number;
  stdout: string;
  /** Both streams. */
  output: string;
}

/** A folder of a user, outside of the repository. */
export class Consumer {
  readonly folder: string;
  readonly #env: NodeJS.ProcessEnv;

  /**
   * @param name start of a new folder's name, or the absolute path of one that exists
   * @param env variables beside this process's; undefined removes one
   */
  constructor(name: string, env: NodeJS.ProcessEnv = {}) {
    // The real path: some systems' temporary folder is a link, and programs report where they really are.
    this.folder = isAbsolute(name) ? name : realpathSync(mkdtempSync(join(tmpdir(), `mlflow-agents-${name}-`)));
    // Variables of npm itself would make an inner npm work on the repository.
    const inherited = Object.entries(process.env).filter(([key]) => !/^npm_|^INIT_CWD$|^VITEST|^NODE_ENV$/.test(key));
    this.#env = { ...Object.fromEntries(inherited), NO_COLOR: "1", ...env };
  }

  /** Absolute path of a file of the folder. */
  at(...parts: string[]): string {
    return join(this.folder, ...parts);
  }

  /** Writes a file; a value that is not text is written as JSON. */
  write(path: string, content: unknown): void {
    mkdirSync(dirname(this.at(path)), { recursive: true });
    writeFileSync(this.at(path), typeof content === "string" ? content : JSON.stringify(content, undefined, 2));
  }

  /** Copies a file or folder of the repository. */
  copy(from: string, to: string): void {
    cpSync(join(root, from), this.at(to), { recursive: true });
  }

  /** Runs a program in the folder; its own `node_modules/.bin` is on PATH, as in an npm script. */
  run(command: string, ...args: string[]): Promise<Finished> {
    const env = { ...this.#env, PATH: [this.at("node_modules/.bin"), this.#env.PATH ?? ""].join(delimiter) };
    return new Promise((done) => {
      execFile(command, args, { cwd: this.folder, env, maxBuffer: 64_000_000 }, (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === "number" ? error.code : 1;
        const reason = error !== null && typeof error.code === "string" ? `${command}: ${error.code}` : "";
        done({ code, stdout, output: `${stdout}${stderr}${reason}` });
      });
    });
  }

  /** Runs a program and fails the test with its output when it fails. @returns standard output */
  async succeed(command: string, ...args: string[]): Promise<string> {
    const { code, stdout, output } = await this.run(command, ...args);
    if (code !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${code}:\n${output}`);
    return stdout;
  }

  /** Removes the folder. */
  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The version of a package that the repository's lock file names, so that a consumer gets what the tests were made for. */
export function lockedVersion(name: string): string {
  const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
  return lock.packages[`node_modules/${name}`].version;
}

/**
 * Packs the repository as `npm publish` would.
 *
 * @param folder where the tarball goes
 * @returns its path
 */
export async function pack(consumer: Consumer): Promise<string> {
  const output = await consumer.succeed("npm", "pack", root, "--json", "--pack-destination", consumer.folder);
  // What the build that runs before says comes first.
  const [packed] = JSON.parse(output.slice(output.indexOf("[\n")));
  return consumer.at(packed.filename);
}
