import type { ImportStatement } from "../syntax/ast.js";
import { external } from "../values/make.js";
import type { Value } from "../values/types.js";
import { askedModule } from "./attributes.js";
import type { Engine } from "./engine.js";
import type { PythonFile } from "./file.js";
import { setName } from "./names.js";
import type { Scope } from "./scope.js";

/** Runs an import: local files are run, libraries are named. */
export function runImport(engine: Engine, statement: ImportStatement, scope: Scope): void {
  const { file } = scope;
  const dots = ".".repeat(statement.level);
  const module = dots + statement.module;
  if (statement.names === undefined) {
    const parts = statement.module.split(".");
    const first = parts[0] ?? statement.module;
    parts.forEach((_, index) => {
      const local = file.find(parts.slice(0, index + 1).join("."));
      if (local !== undefined) engine.runFile(local);
    });
    const target = statement.as === undefined ? first : statement.module;
    setName(engine, statement.as ?? first, moduleValue(file, target), scope);
    return;
  }
  const local = file.find(module);
  runParents(engine, file, statement);
  if (local !== undefined) engine.runFile(local);
  for (const { name, as } of statement.names) {
    if (name === "*") importAll(engine, local, statement.module, scope);
    else setName(engine, as ?? name, imported(engine, file, local, module, name), scope);
  }
}

/** `from a.b import c` runs `a` first. */
function runParents(engine: Engine, file: PythonFile, { module, level }: ImportStatement): void {
  if (level > 0) return;
  const parts = module.split(".");
  for (let index = 1; index < parts.length; index++) {
    const parent = file.find(parts.slice(0, index).join("."));
    if (parent !== undefined) engine.runFile(parent);
  }
}

function imported(
  engine: Engine,
  file: PythonFile,
  local: PythonFile | undefined,
  module: string,
  name: string,
): Value {
  const own = local?.frame.own(name);
  if (own !== undefined) return own;
  const inner = file.find(module.endsWith(".") ? `${module}${name}` : `${module}.${name}`);
  if (inner !== undefined) {
    engine.runFile(inner);
    return [{ kind: "file", file: inner }];
  }
  const asked = local === undefined ? undefined : askedModule(engine, local, name, { file, from: 0, to: 0 });
  if (asked !== undefined) return asked;
  if (local !== undefined)
    return [{ kind: "unknown", why: `${module} gives ${name} no value`, key: `name:${module}.${name}` }];
  return [external(module.replace(/^\.+/, "") === "" ? name : `${module.replace(/^\.+/, "")}.${name}`)];
}

function moduleValue(file: PythonFile, name: string): Value {
  const local = file.find(name);
  return local === undefined ? [external(name)] : [{ kind: "file", file: local }];
}

function importAll(engine: Engine, local: PythonFile | undefined, module: string, scope: Scope): void {
  if (local !== undefined) {
    for (const name of local.frame.names()) {
      const value = local.frame.own(name);
      if (value !== undefined && !name.startsWith("_")) setName(engine, name, value, scope);
    }
    return;
  }
  for (const name of engine.observer.exports(module)) setName(engine, name, [external(`${module}.${name}`)], scope);
}
