import { builtinNames } from "../library/builtinNames.js";
import type { Span } from "../syntax/ast.js";
import { external, isOnlyNone, unknown } from "../values/make.js";
import type { Value } from "../values/types.js";
import { later } from "./attributes.js";
import type { Engine } from "./engine.js";
import type { Frame } from "./frame.js";
import type { Scope } from "./scope.js";

/** What a name stands for where it is used. */
export function lookUp(engine: Engine, { name, from, to }: { name: string } & Span, scope: Scope): Value {
  let frame: Frame | undefined = scope.frame;
  for (; frame !== undefined; frame = frame.outer) {
    if (frame.kind === "class" && frame !== scope.frame) continue;
    const value = frame.own(name);
    if (value === undefined) continue;
    if (frame.kind === "file" && isOnlyNone(value)) engine.readNone(`${engine.numberOf(frame)}.${name}`);
    return engine.visible(value);
  }
  if (name === "__file__") return [external("__file__")];
  if (name === "__name__") return [external("__name__")];
  if (builtinNames.has(name)) return [external(`builtins.${name}`)];
  if (engine.observer.ambient.has(name)) {
    engine.observer.ambientRead(engine, name, { file: scope.file, from, to });
    return [external(`notebook.${name}()`)];
  }
  engine.missed = true;
  return [{ ...unknown(`nothing gives ${name} a value`, `name:${name}`), missing: true }];
}

/** Gives a name a value where it belongs. */
export function setName(engine: Engine, name: string, value: Value, scope: Scope): void {
  const { frame } = scope;
  if (!frame.outerNames.has(name)) {
    frame.set(name, value);
    return;
  }
  let holder: Frame = scope.file.frame;
  for (let one = frame.outer; one !== undefined; one = one.outer) {
    if (one.kind === "class" || one.own(name) === undefined) continue;
    holder = one;
    break;
  }
  if (holder.kind === "file") engine.isSet(`${engine.numberOf(holder)}.${name}`, value);
  const before = holder.own(name);
  const isNew = before === undefined || holder.born === engine.branch;
  holder.set(name, isNew ? value : later(engine, before, value));
}
