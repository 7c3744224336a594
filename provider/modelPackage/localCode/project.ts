import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { isTable, readSettings, type Setting, settingAt, textsOf } from "./settings.js";

/** What the settings of a Python project say of where its code lies. */
export interface Project {
  /** Absolute folders in which its modules begin. */
  roots: string[];
  /** Absolute folders of other projects that it takes its code from: path dependencies, members of its workspace. */
  others: string[];
}

// A settings file that is larger is none.
const maximumSize = 8 * 1024 * 1024;

/** Reads `pyproject.toml`, `setup.cfg` and `setup.py` of a folder, as far as they are plain; empty where there is none. */
export function projectIn(folder: string): Project {
  const settings = readSettings(textOf(path.join(folder, "pyproject.toml")));
  const found = [...ofPyproject(settings), ...ofSetupConfig(folder), ...ofSetupScript(folder)];
  return {
    roots: [...new Set(found.map((one) => path.resolve(folder, one)))],
    others: [...pathSources(settings), ...members(folder, settings)].map((one) => path.resolve(folder, one)),
  };
}

/** The text of a small file; empty where there is none. */
export function textOf(file: string): string {
  try {
    const stats = statSync(file);
    return stats.isFile() && stats.size <= maximumSize ? readFileSync(file, "utf8") : "";
  } catch {
    return "";
  }
}

function ofPyproject(settings: Setting): string[] {
  const at = (...names: string[]) => settingAt(settings, "tool", ...names);
  const wheel = ["hatch", "build", "targets", "wheel"];
  const packages = [at(...wheel, "packages"), at(...wheel, "only-include"), at("hatch", "build", "packages")];
  const included = [at("pdm", "build", "includes")];
  const sources = [at(...wheel, "sources"), at("hatch", "build", "sources"), at("hatch", "build", "dev-mode-dirs")];
  const poetry = at("poetry", "packages");
  return [
    // A package is named by its whole path: what is imported begins in the folder around it.
    ...[...packages, ...included].flatMap(textsOf).map((one) => path.dirname(one.replace(/\/\*.*$/, ""))),
    ...sources.flatMap((one) => (isTable(one) ? Object.keys(one) : textsOf(one))),
    ...textsOf(at("setuptools", "packages", "find", "where")),
    ...textsOf(settingAt(at("setuptools", "package-dir"), "")),
    ...textsOf(at("pdm", "build", "package-dir")),
    ...textsOf(at("uv", "build-backend", "module-root")),
    ...(Array.isArray(poetry) ? poetry.flatMap((one) => textsOf(settingAt(one, "from"))) : []),
  ];
}

/** `package_dir = =src` and `where = src`. */
function ofSetupConfig(folder: string): string[] {
  const text = textOf(path.join(folder, "setup.cfg"));
  const own = /^package_dir\s*=\s*=\s*(\S+)/m.exec(text)?.[1];
  const where = /^where\s*=\s*(\S+)/m.exec(text)?.[1];
  return [own, where].filter((one) => one !== undefined);
}

/** `package_dir={"": "src"}` and `find_packages("src")`. */
function ofSetupScript(folder: string): string[] {
  const text = textOf(path.join(folder, "setup.py"));
  const own = /\bpackage_dir\s*=\s*\{\s*["']{2}\s*:\s*["']([^"']+)["']/.exec(text)?.[1];
  const where = /\bfind(?:_namespace)?_packages\(\s*(?:where\s*=\s*)?["']([^"']+)["']/.exec(text)?.[1];
  return [own, where].filter((one) => one !== undefined);
}

/** `[tool.uv.sources] x = { path = "../x" }`, and Poetry's path dependencies. */
function pathSources(settings: Setting): string[] {
  const tables = [settingAt(settings, "tool", "uv", "sources"), settingAt(settings, "tool", "poetry", "dependencies")];
  return tables.flatMap((table) => (isTable(table) ? Object.values(table) : [])).flatMap(pathOf);
}

function pathOf(source: Setting): string[] {
  return Array.isArray(source) ? source.flatMap(pathOf) : textsOf(settingAt(source, "path"));
}

/** `[tool.uv.workspace] members = ["packages/*"]`. */
function members(folder: string, settings: Setting): string[] {
  return textsOf(settingAt(settings, "tool", "uv", "workspace", "members")).flatMap((member) => {
    if (!member.includes("*")) return [member];
    const parent = member.replace(/\/?[^/]*\*.*$/, "") || ".";
    return foldersIn(path.resolve(folder, parent)).map((name) => path.join(parent, name));
  });
}

function foldersIn(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith(".")).map(({ name }) => name);
  } catch {
    return [];
  }
}
