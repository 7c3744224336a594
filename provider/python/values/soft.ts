import { isNone, unknown } from "./make.js";
import type { Alternative, Value } from "./types.js";

/** Source of a value that something outside of the code may replace: a variable of the environment. */
export function variableSource(name: string): string {
  return `env:${name}`;
}

/** Source of a value that a configuration may replace. */
export function configSource(key: string): string {
  return `config:${key}`;
}

/** The variable, or the key of a configuration, that a source stands for; undefined for any other. */
export function settingOf(source: string): string | undefined {
  return /^(?:env|config):(.+)$/s.exec(source)?.[1];
}

/** Why a value is not known that a source gives. */
export function whyOf(source: string): string {
  const [, kind, name] = /^(\w+):(?:.*:)?([^:]+)$/s.exec(source) ?? [];
  if (kind === "env") return `the environment variable ${source.slice("env:".length)} has no default`;
  if (kind === "config") return `the model configuration has no key ${JSON.stringify(source.slice("config:".length))}`;
  if (kind === "argument") return `nobody gives the argument ${name} here`;
  return kind === "get" ? "it comes with the request" : "it is given from outside of the code";
}

/** A value that something outside of the code may replace. Where it is None, nothing is there as long as nobody does. */
export function softened(value: Value, source: string): Value {
  return value.map((one): Alternative => {
    if (isNone(one)) return { ...unknown(whyOf(source), source), optional: true, when: one.when };
    return one.kind === "text" || one.kind === "constant" ? { ...one, soft: one.soft ?? source } : one;
  });
}
