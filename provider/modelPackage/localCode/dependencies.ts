import path from "node:path";
import { normalised } from "../imports/distributions.js";
import { parseRequirement } from "../requirements/pep508.js";
import { textOf } from "./project.js";
import { isTable, readSettings, type Setting, settingAt, textsOf } from "./settings.js";

/** What a project's `pyproject.toml` says that it depends on. */
export interface ProjectDependencies {
  /** Lines as of a requirements file, with the versions of `uv.lock` where it has them; without code of the repository. */
  lines: string[];
  /** Files of requirements that it names instead, from its folder. */
  files: string[];
}

/**
 * The dependencies of the project in a folder, as `pyproject.toml` has them for Python's standard, or for Poetry.
 *
 * @param folder absolute
 * @returns undefined where there is no project, or one that says nothing of what it depends on
 */
export function projectDependencies(folder: string): ProjectDependencies | undefined {
  const settings = readSettings(textOf(path.join(folder, "pyproject.toml")));
  const standard = settingAt(settings, "project", "dependencies");
  const poetry = settingAt(settings, "tool", "poetry", "dependencies");
  const files = textsOf(settingAt(settings, "tool", "setuptools", "dynamic", "dependencies", "file"));
  if (!Array.isArray(standard) && !isTable(poetry) && files.length === 0) return undefined;
  const local = localNames(settings);
  const locked = lockedVersions(folder);
  const lines = [...textsOf(standard), ...(isTable(poetry) ? poetryNames(poetry) : [])].flatMap((line) => {
    const requirement = parseRequirement(line);
    const name = requirement === undefined ? undefined : normalised(requirement.name);
    if (name !== undefined && local.has(name)) return [];
    const version = name === undefined ? undefined : locked.get(name);
    const isPlain = requirement !== undefined && !/[@;]/.test(line);
    const extras = (requirement?.extras ?? []).length > 0 ? `[${requirement?.extras.join(",")}]` : "";
    return [isPlain && version !== undefined ? `${requirement.name}${extras}==${version}` : line];
  });
  return { lines, files };
}

/** Dependencies whose code lies in the repository: no index has them. */
function localNames(settings: Setting): Set<string> {
  const sources = settingAt(settings, "tool", "uv", "sources");
  const names = Object.entries(isTable(sources) ? sources : {}).filter(([, source]) =>
    ["path", "workspace"].some((kind) => settingAt(source, kind) !== undefined),
  );
  return new Set(names.map(([name]) => normalised(name)));
}

function poetryNames(dependencies: { [name: string]: Setting }): string[] {
  return Object.entries(dependencies).flatMap(([name, source]) =>
    name === "python" || settingAt(source, "path") !== undefined ? [] : [name],
  );
}

/** Versions in `uv.lock`; a package that is there in several is left out. */
function lockedVersions(folder: string): Map<string, string> {
  const packages = settingAt(readSettings(textOf(path.join(folder, "uv.lock"))), "package");
  const found = new Map<string, string>();
  const several = new Set<string>();
  for (const one of Array.isArray(packages) ? packages : []) {
    const [name, version] = [settingAt(one, "name"), settingAt(one, "version")];
    if (typeof name !== "string" || typeof version !== "string") continue;
    const known = normalised(name);
    if (found.has(known)) several.add(known);
    found.set(known, version);
  }
  for (const name of several) found.delete(name);
  return found;
}
