import type { core } from "zod";
import type { Problem } from "../errors.js";
import { kindText, pathText, printable, valueText } from "./describe.js";
import type { Fields } from "./fields.js";
import { nearest } from "./nearest.js";
import { containsUnknown, isUnknown, unknownOnPath, valueAt } from "./unknown.js";

/** Deeper than anything a person writes, and far from where recursion ends. */
const deepest = 100;
/** How many faults of one kind are told. */
const mostFaults = 20;

/** What validation makes of raw arguments. */
export interface Validated {
  /** The arguments in normal form. A field that is not fully known keeps its raw form; a faulty one is left out. */
  inputs: Record<string, unknown>;
  /** The fields that hold, at any depth, a value not known yet. */
  unknown: ReadonlySet<string>;
  /** The fields that are at fault. */
  faulty: ReadonlySet<string>;
  /** All that is wrong. */
  problems: Problem[];
}

/**
 * Arguments from the engine, through each field's schema. It reports every problem, and tolerates, at the places where
 * they stand, values that are not known during a preview.
 *
 * @param fields the resource's arguments
 * @param raw what the engine sent, without Pulumi's own `__` keys
 * @param secret names of the arguments that hold a Pulumi secret: nothing given there is repeated in a message
 */
export function validate(fields: Fields, raw: Record<string, unknown>, secret: ReadonlySet<string>): Validated {
  const inputs: Record<string, unknown> = {};
  const unknown = new Set<string>();
  const faulty = new Set<string>();
  const problems: Problem[] = [];

  const writable = Object.keys(fields).filter((name) => fields[name]?.computed !== true);
  // A computed one comes back where the engine hands on checked inputs (ignoreChanges); the transport compares it.
  const foreign = Object.keys(raw).filter((name) => !Object.hasOwn(fields, name) && raw[name] !== undefined);
  for (const name of foreign.slice(0, mostFaults)) {
    const suggestion = nearest(name, writable);
    const hint = suggestion === undefined ? `It takes: ${writable.join(", ")}.` : `Did you mean \`${suggestion}\`?`;
    problems.push({ code: "invalidArgument", path: pathText([name]), message: `there is no such argument. ${hint}` });
  }

  if (foreign.length > mostFaults) problems.push(more("", foreign.length - mostFaults));

  for (const [name, field] of Object.entries(fields)) {
    if (field.computed) continue;
    const value = raw[name] === null ? undefined : raw[name];
    if (deeperThan(value, deepest)) {
      faulty.add(name);
      problems.push({ code: "invalidArgument", path: name, message: `it is nested more than ${deepest} levels deep.` });
      continue;
    }
    if (containsUnknown(value)) unknown.add(name);
    const parsed = field.schema.safeParse(value);
    if (parsed.success) {
      if (unknown.has(name)) inputs[name] = value;
      else if (parsed.data !== undefined) inputs[name] = parsed.data;
      continue;
    }
    const hidden = field.secret || secret.has(name);
    const known = parsed.error.issues.filter((issue) => !unknownOnPath(value, issue.path));
    if (known.length === 0) {
      inputs[name] = value;
      continue;
    }
    faulty.add(name);
    for (const issue of known.slice(0, mostFaults)) {
      const inSecret = field.secretEntry !== undefined && issue.path.includes(field.secretEntry);
      const path = pathText([name, ...issue.path]);
      problems.push({
        code: "invalidArgument",
        path,
        message: issueText(issue, valueAt(value, issue.path), hidden || inSecret),
      });
    }
    if (known.length > mostFaults) problems.push(more(name, known.length - mostFaults));
  }
  return { inputs, unknown, faulty, problems };
}

function more(path: string, count: number): Problem {
  return { code: "invalidArgument", path, message: `and ${count} more faults.` };
}

function deeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((item) => deeperThan(item, levels - 1));
}

/** Whether all of `names` are fully known and without fault, so that something may be derived from them. */
export function usable(validated: Validated, ...names: readonly string[]): boolean {
  return names.every((name) => !validated.unknown.has(name) && !validated.faulty.has(name));
}

function issueText(issue: core.$ZodIssue, given: unknown, hidden: boolean): string {
  const what = hidden || typeof given === "object" || isUnknown(given) ? kindText(given) : `${valueText(given)}`;
  switch (issue.code) {
    case "invalid_type":
      if (given === undefined) return `it is required (${article(issue.expected)}).`;
      return `it must be ${article(issue.expected)}, but ${kindText(given)} was given${what === kindText(given) ? "" : ` (${what})`}.`;
    case "unrecognized_keys":
      return `${issue.keys
        .slice(0, mostFaults)
        .map((key) => `\`${printable(key)}\``)
        .join(", ")}: there is no such entry here.`;
    case "invalid_value":
      return `it must be one of ${issue.values.map((value) => JSON.stringify(value)).join(", ")}, but ${what} was given.`;
    case "invalid_key":
      return `${issue.issues[0]?.message ?? "the name is not usable"}.`;
    case "invalid_union":
      return unionText(issue, given, hidden, what);
    default:
      return `${issue.message.replace(/\.$/, "")} (given: ${what}).`;
  }
}

/** The branch of a union that came furthest says most about what the user meant. */
function unionText(issue: core.$ZodIssueInvalidUnion, given: unknown, hidden: boolean, what: string): string {
  if (given === undefined) return "it is required.";
  const branches = issue.errors.filter((branch) => branch.length > 0);
  const deepest = branches.find((branch) => branch.every((inner) => inner.path.length > 0));
  const first = deepest?.[0];
  if (first !== undefined) {
    return `${pathText(first.path)}: ${issueText(first, valueAt(given, first.path), hidden)}`;
  }
  // Words of the union itself say what all its branches are about.
  if (issue.message !== "Invalid input") return `${issue.message.replace(/\.$/, "")} (given: ${what}).`;
  const custom = branches.flat().find((inner) => inner.code !== "invalid_type");
  if (custom !== undefined) return issueText(custom, given, hidden);
  const kinds = branches.flat().map((inner) => (inner.code === "invalid_type" ? article(inner.expected) : ""));
  return `it must be ${[...new Set(kinds.filter(Boolean))].join(" or ")}, but ${what} was given.`;
}

function article(expected: string): string {
  const names: Record<string, string> = { record: "object", array: "list", int: "whole number" };
  const name = names[expected] ?? expected;
  return `${/^[aeiou]/.test(name) ? "an" : "a"} ${name}`;
}
