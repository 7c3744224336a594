import { createHash } from "node:crypto";
import { existsSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { WorkspaceError } from "../errors.js";
import { pythonSource, resolveCacheFolder } from "../paths.js";
import { findPython, type PythonInterpreter } from "./findPython.js";
import { findUv, tail } from "./findUv.js";
import { withLock } from "./folderLock.js";
import { pythonVariables } from "./pythonVariables.js";
import { run } from "./run.js";

/** A ready Python environment. */
export interface PythonEnvironment {
  /** Its interpreter. */
  python: string;
  /** The uv program that made it. */
  uv: string;
  /** Its folder. */
  directory: string;
}

/** How to make the environment. */
export interface EnsurePythonOptions {
  /** Where environments are kept. Default: the user's cache folder of this package. */
  cacheDir?: string;
  /** Told what is being done, a line at a time. */
  log: (line: string) => void;
}

/**
 * The environment with the pinned MLflow: made when it is missing or broken, else found in about a millisecond.
 *
 * A virtual environment cannot be moved, so it is made at its final place, under a lock, and counts only once its
 * marker is written; what a broken run left is removed and made again.
 *
 * @throws WorkspaceError `pythonMissing`, `environmentFailed`
 */
export async function ensurePython(options: EnsurePythonOptions): Promise<PythonEnvironment> {
  const cache = options.cacheDir ?? resolveCacheFolder();
  return ensureEnvironment({ cache, requirements: pinnedList(), label: pinnedLabel, compile: true, log: options.log });
}

const pinnedLabel = "mlflow";
const pinnedList = () => pythonSource("requirements.lock.txt");

/**
 * The environment with the pinned MLflow, where it was made; undefined where it would have to be.
 *
 * @param cache the cache folder of this package
 * @param python the interpreter that it would be made with
 */
export function lookForPythonEnvironment(cache: string, python: PythonInterpreter): PythonEnvironment | undefined {
  return readMarker(folderOf(cache, pinnedLabel, readFileSync(pinnedList(), "utf8"), python));
}

/** What {@link ensureEnvironment} needs to know. */
export interface EnvironmentOptions {
  /** The cache folder of this package. */
  cache: string;
  /** A requirements file. Its content is the environment's identity, together with the Python version. */
  requirements: string;
  /** A second file of requirements, whose content is no part of the identity. Default: none. */
  besides?: string;
  /** The identity in place of the file's content. Default: that. */
  content?: string;
  /** Folder that relative paths of requirements are meant from. Default: this process's own. */
  folder?: string;
  /** Readable start of the folder's name. */
  label: string;
  log: (line: string) => void;
  /**
   * Whether to compile all bytecode at once. Worth it for what starts often; for one model, Python compiles what that
   * model imports, which is far less. Default: false.
   */
  compile?: boolean;
  /** Called with each line that uv prints. */
  onLine?: (line: string) => void;
}

/**
 * An environment that holds exactly what a requirements file resolves to.
 *
 * @throws WorkspaceError `pythonMissing`, `environmentFailed` with the resolver's own words
 */
export async function ensureEnvironment(options: EnvironmentOptions): Promise<PythonEnvironment> {
  const { cache, log } = options;
  const content = options.content ?? readFileSync(options.requirements, "utf8");
  const remembered = rememberedPython(cache);
  const fast = remembered === undefined ? undefined : readMarker(folderOf(cache, options.label, content, remembered));
  if (fast !== undefined) {
    return fast;
  }
  const python = await findPython();
  const directory = folderOf(cache, options.label, content, python);
  const uv = await findUv(cache, python, log);
  return withLock(
    `${directory}.lock`,
    (pid) => log(`waiting for process ${pid}, which makes the environment`),
    async () => {
      const ready = readMarker(directory);
      if (ready !== undefined) {
        return ready;
      }
      log(`making a Python ${python.version} environment with ${content.trim().split("\n").length} packages`);
      rmSync(directory, { recursive: true, force: true });
      const env = pythonVariables();
      const say = options.onLine === undefined ? {} : { onLine: options.onLine };
      await must(run([uv, "venv", "--quiet", "--python", python.path, directory], { env, ...say }));
      const interpreter = join(directory, "bin", "python");
      const compile = options.compile === true ? ["--compile-bytecode"] : [];
      const files = [options.requirements, options.besides].flatMap((file) => (file === undefined ? [] : ["-r", file]));
      await must(
        run([uv, "pip", "install", "--python", interpreter, ...compile, ...files], {
          env,
          ...(options.folder === undefined ? {} : { cwd: options.folder }),
          timeout: 1_800_000,
          ...say,
        }),
      );
      const made: PythonEnvironment = { python: interpreter, uv, directory };
      writeFileSync(join(directory, markerName), JSON.stringify(made));
      writeFileSync(join(cache, rememberedName), JSON.stringify(python));
      return made;
    },
  );
}

const markerName = "mlflow-agents-complete.json";
/** The Python found last, so that a warm start asks none. */
const rememberedName = "python.json";

async function must(running: ReturnType<typeof run>): Promise<void> {
  const finished = await running;
  if (finished.code !== 0) {
    throw new WorkspaceError(
      "environmentFailed",
      `The Python environment could not be made:\n${tail(finished.stdout + finished.stderr)}`,
    );
  }
}

function folderOf(cache: string, label: string, content: string, python: PythonInterpreter): string {
  const hash = createHash("sha256").update(`${python.version}\n${content}`).digest("hex").slice(0, 16);
  return join(cache, "environments", `${label}-py${python.version}-${hash}`);
}

/** The environment in `directory` if it is complete and its base interpreter still exists. */
function readMarker(directory: string): PythonEnvironment | undefined {
  try {
    const marker: unknown = JSON.parse(readFileSync(join(directory, markerName), "utf8"));
    if (!hasStrings(marker, ["python", "uv", "directory"]) || marker.directory !== directory) {
      return undefined;
    }
    realpathSync(marker.python);
    const uv = marker.uv === "uv" || existsSync(marker.uv) ? marker.uv : "uv";
    return { python: marker.python, uv, directory };
  } catch {
    return undefined;
  }
}

function rememberedPython(cache: string): PythonInterpreter | undefined {
  if ((process.env.MLFLOW_AGENTS_PYTHON ?? "") !== "") {
    return undefined;
  }
  try {
    const value: unknown = JSON.parse(readFileSync(join(cache, rememberedName), "utf8"));
    return hasStrings(value, ["path", "version"]) ? { path: value.path, version: value.version } : undefined;
  } catch {
    return undefined;
  }
}

function hasStrings<K extends string>(value: unknown, keys: readonly K[]): value is Record<K, string> {
  return (
    typeof value === "object" && value !== null && keys.every((key) => typeof Reflect.get(value, key) === "string")
  );
}
