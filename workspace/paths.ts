import { existsSync, readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";

/** Folder name that marks a project's local data. */
const dataFolderName = ".mlflow-agents";

/**
 * The folder of a project's local data: `explicit`, else `$MLFLOW_AGENTS_HOME`, else the nearest existing
 * `.mlflow-agents/` in `cwd` or above it, else `.mlflow-agents/` in `cwd`. It need not exist.
 *
 * @param explicit what the caller asked for
 * @param cwd where the search starts. Default: the current folder
 */
export function resolveDataFolder(explicit?: string, cwd: string = process.cwd()): string {
  const chosen = explicit ?? process.env.MLFLOW_AGENTS_HOME;
  if (chosen !== undefined && chosen !== "") {
    return resolve(cwd, chosen);
  }
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    const candidate = join(folder, dataFolderName);
    if (isFolder(candidate)) {
      return candidate;
    }
    if (dirname(folder) === folder) {
      return join(resolve(cwd), dataFolderName);
    }
  }
}

/** The user's cache folder of this package: `$MLFLOW_AGENTS_CACHE`, else below `$XDG_CACHE_HOME` or `~/.cache`. */
export function resolveCacheFolder(): string {
  const chosen = process.env.MLFLOW_AGENTS_CACHE;
  if (chosen !== undefined && chosen !== "") {
    return resolve(chosen);
  }
  const xdg = process.env.XDG_CACHE_HOME;
  return join(xdg !== undefined && xdg !== "" ? xdg : join(homedir(), ".cache"), "pulumi-mlflow-agents");
}

/** Where everything of one workspace lies, below its data folder. */
export interface WorkspacePaths {
  /** `<data>/workspace`. */
  root: string;
  /** Where clients find the running workspace. Exists only while it runs. */
  connection: string;
  /** Generated secrets of this workspace, mode 0600: token, service principal, signing key. */
  credentials: string;
  /** The owner's own fixtures, optional. */
  fixtures: string;
  /** Output of the workspace's own process when it runs in the background. */
  log: string;
  /** SQLite store of MLflow. */
  database: string;
  /** Artifact bytes of MLflow. */
  artifacts: string;
  /** Output of the MLflow server. */
  mlflowLog: string;
  /** One JSON file per serving endpoint. */
  endpoints: string;
  /** The workspace's tree of folders, in which experiments lie. */
  tree: string;
  /** Parts of uploads under way. */
  uploads: string;
  /** Copies of served model versions, logs and scratch folders of scoring processes. */
  serving: string;
}

/**
 * @param data the project's data folder, see {@link resolveDataFolder}
 */
export function workspacePaths(data: string): WorkspacePaths {
  const root = join(data, "workspace");
  return {
    root,
    connection: join(root, "connection.json"),
    credentials: join(root, "credentials.json"),
    fixtures: join(root, "fixtures.json"),
    log: join(root, "workspace.log"),
    database: join(root, "mlflow", "mlflow.db"),
    artifacts: join(root, "mlflow", "artifacts"),
    mlflowLog: join(root, "mlflow", "server.log"),
    endpoints: join(root, "endpoints"),
    tree: join(root, "tree"),
    uploads: join(root, "uploads"),
    serving: join(root, "serving"),
  };
}

/**
 * A Python source or data file of this package. The build copies `workspace/python` beside the compiled files, and
 * the TypeScript sources have it beside them too, so one relative path serves both.
 *
 * @param name file name in `workspace/python`
 */
export function pythonSource(name: string): string {
  return join(__dirname, "python", name);
}

/** Version of this package, from the nearest package.json that bears its name. */
export function packageVersion(): string {
  for (let folder = __dirname; ; folder = dirname(folder)) {
    const file = join(folder, "package.json");
    if (existsSync(file)) {
      const content: unknown = JSON.parse(readFileSync(file, "utf8"));
      if (isRecord(content) && content.name === "pulumi-mlflow-agents" && typeof content.version === "string") {
        return content.version;
      }
    }
    if (dirname(folder) === folder) {
      return "0.0.0";
    }
  }
}

/** Whether `value` is a plain object. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
