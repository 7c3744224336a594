import { lstatSync, readdirSync } from "node:fs";
import path from "node:path";
import { LoadTimes } from "../agentCode/loadTime.js";
import { runOf } from "../agentCode/run.js";
import { runUnreached } from "../agentCode/unreached.js";
import type { PackageReading } from "../modelPackage/index.js";
import type { DeclaredPolicy } from "../policy/declared.js";
import { callsOf } from "../python/source/calls.js";
import type { ReadFile } from "../python/source/localModules.js";
import { type CellPlace, placeInWhole } from "../python/source/origin.js";
import { excerpt, placeOf } from "../python/source/parse.js";
import type { Unread } from "../python/source/unread.js";
import { readUses } from "../uses/index.js";
import { notRead } from "./notRead.js";
import { judgeUses } from "./policy/judge.js";
import { rules } from "./rules/index.js";
import { unusedIgnore } from "./rules/unusedIgnore.js";
import { Suppressions } from "./suppressions.js";
import type { Check, CheckedFile, Finding, Found, Judged, Rule } from "./types.js";

/** What is known beside what was read. */
export interface CheckOptions {
  /** Whether the reading's configuration, or that there is none, is what the agent gets. Default: true. */
  configKnown?: boolean;
  /** Whether the reading's requirements are those that the agent gets. Default: true. */
  requirementsKnown?: boolean;
  /** What the agent is allowed to use. Default: not known, and what it uses is not compared. */
  policy?: DeclaredPolicy | undefined;
  /** Environment variables that the agent's endpoint sets. Default: none. */
  environment?: Readonly<Record<string, string>>;
  /** Absolute folder that `codePaths` are meant from. Default: the one that the names of files are counted from. */
  pathsFrom?: string | undefined;
  /** Whether the agent is an app, which runs in its own folder with all of it, and is not logged. Default: false. */
  app?: boolean;
  /** Codes of the rules to look at. Default: all. */
  only?: readonly string[];
  /** Codes of rules to leave out. Default: none. */
  without?: readonly string[];
}

/**
 * Finds what would make an agent fail where it is served, though it works where it was written. Runs no Python and reads
 * no file: what was read for the package is enough.
 *
 * @param reading from `planPackage`
 * @returns the findings, by file and place; those that a comment ignores are left out
 */
export function checkAgent(reading: PackageReading, options: CheckOptions = {}): Finding[] {
  const check = prepare(reading, options);
  const chosen = rules.filter((rule) => isChosen(rule, options));
  const suppressions = new Suppressions(
    check.all,
    [...rules, unusedIgnore].map(({ code }) => code),
  );
  const findings: Finding[] = [];
  for (const rule of chosen) {
    for (const found of rule.find(check)) {
      const finding = findingOf(rule, found);
      if (rule.fatal === true || !suppressions.ignores(finding)) findings.push(finding);
    }
  }
  const looked = new Set(chosen.map(({ code }) => code));
  if (isChosen(unusedIgnore, options)) {
    for (const found of suppressions.unused(looked))
      if (check.files.includes(found.file)) findings.push(findingOf(unusedIgnore, found));
  }
  return orderFindings(
    findings,
    check.all.map(({ name }) => name),
  );
}

/** Findings by file, in the order of `files`, and by place. */
export function orderFindings(findings: readonly Finding[], files: readonly string[]): Finding[] {
  const order = new Map(files.map((name, index) => [name, index]));
  return [...findings].sort(
    (a, b) =>
      (order.get(a.file) ?? 0) - (order.get(b.file) ?? 0) ||
      (a.cell ?? 0) - (b.cell ?? 0) ||
      a.line - b.line ||
      a.column - b.column ||
      (a.code < b.code ? -1 : a.code > b.code ? 1 : 0),
  );
}

/** What speaks of logging, of the model's folder and of its configuration. An app has none of these. */
const ofLogged = new Set([
  "missing-set-model",
  "guarded-set-model",
  "wrong-set-model",
  "unknown-interface",
  "predict-parameters",
  "missing-model-config",
  "missing-config-key",
  "late-model-config",
  "missing-code-path",
  "relative-import",
  "missing-file",
  "working-directory",
]);

function isChosen(rule: Rule, { only, without, app }: CheckOptions): boolean {
  if (app === true && ofLogged.has(rule.code)) return false;
  return (only === undefined || only.includes(rule.code)) && without?.includes(rule.code) !== true;
}

/** What the rules look at. */
export function prepare(reading: PackageReading, options: CheckOptions = {}): Check {
  const agent = { path: reading.path, module: reading.module };
  // What the grammar makes of a file that is not Python means nothing.
  const read: readonly ReadFile[] = reading.modules?.modules ?? [agent];
  const all = read.map(
    ({ path: place, module }): CheckedFile => ({
      name: place === reading.path ? reading.name : reading.nameOf(place),
      path: place,
      module,
      isAgent: module === reading.module,
      calls: module.parsed.fault === undefined ? callsOf(module) : [],
    }),
  );
  // What is not in the package yet is judged once it is. All of its folder goes along with an app.
  const files = options.app === true ? all : all.filter((_, index) => isPackaged(read[index]));
  const find = reading.modules?.find ?? (() => undefined);
  const run = runOf(reading);
  runUnreached(run);
  let loadTimes: LoadTimes | undefined;
  let compared: Compared | undefined;
  const compare = () => {
    compared ??= comparedOf(reading, config === "unknown", options);
    return compared;
  };
  const config = options.configKnown === false && reading.config === undefined ? "unknown" : reading.config;
  return {
    reading,
    files,
    all,
    find,
    run,
    config,
    requirements: options.requirementsKnown === false ? undefined : reading.requirements,
    judged: () => compare().judged,
    notRead: () => compare().unread,
    loadTimes() {
      loadTimes ??= new LoadTimes(run);
      return loadTimes;
    },
    beside: lookBeside(reading.folder),
    codePathOf: ({ lies, absolute }) =>
      options.pathsFrom === undefined ? lies : path.relative(options.pathsFrom, absolute).split(path.sep).join("/"),
  };
}

interface Compared {
  judged: readonly Judged[];
  unread: readonly Unread[];
}

/** What the agent uses beside what it may. A configuration that nobody knows would be read as the one of development. */
function comparedOf(reading: PackageReading, unknownConfig: boolean, { policy, environment }: CheckOptions): Compared {
  const { modules, unread } = reading;
  if (policy === undefined || modules === undefined) return { judged: [], unread };
  if (unknownConfig && runOf(reading).observer.configs.length > 0) return { judged: [], unread };
  const uses = readUses(reading, environment === undefined ? {} : { environment });
  const all = notRead(reading, uses);
  const judged = judgeUses(uses, policy);
  // What was not read may use what is declared.
  return {
    judged: all.length === 0 ? judged : judged.filter(({ code }) => code !== "unused-declaration"),
    unread: all,
  };
}

/** Looks below a folder, never above it, and follows no link. */
function lookBeside(folder: string): Check["beside"] {
  // One look at the folder answers for most imports, also where there is none.
  let names: ReadonlySet<string> | undefined;
  return (relative) => {
    const normal = path.posix.normalize(relative);
    if (normal === "." || normal.startsWith("..") || path.posix.isAbsolute(normal)) return undefined;
    try {
      names ??= namesIn(folder);
      if (!names.has(normal.split("/")[0] ?? "")) return undefined;
      return lstatSync(path.join(folder, normal)).isDirectory() ? "folder" : "file";
    } catch {
      return undefined;
    }
  };
}

function namesIn(folder: string): ReadonlySet<string> {
  try {
    return new Set(readdirSync(folder));
  } catch {
    return new Set();
  }
}

function isPackaged(file: ReadFile | undefined): boolean {
  return file?.outside === undefined || file.outside.isWritten === true;
}

function findingOf(rule: Rule, found: Found): Finding {
  const { origin, parsed } = found.file.module;
  const text = origin?.whole ?? parsed.text;
  const outer = (at: number) => (origin === undefined || found.inWhole === true ? at : origin.offset(at));
  const from = outer(found.from ?? 0);
  const lineEnd = text.indexOf("\n", from);
  const end = lineEnd < 0 ? text.length : lineEnd;
  const to = Math.max(from, Math.min(found.to === undefined ? end : outer(found.to), text.length));
  const placed = (at: number): CellPlace => (origin === undefined ? placeOf(text, at) : placeInWhole(origin, at));
  const start = placed(from);
  const last = placed(to);
  const help = found.help ?? "";
  return {
    code: rule.code,
    severity: found.severity ?? rule.severity,
    file: found.file.name,
    line: start.line,
    column: start.column,
    ...(start.cell === undefined ? {} : { cell: start.cell }),
    endLine: last.line,
    endColumn: last.column,
    // Of what is not there no line shows anything.
    source: found.from === undefined ? "" : text.slice(text.lastIndexOf("\n", from - 1) + 1, end).replace("\r", ""),
    message: help === "" ? found.message : `${found.message} ${help}`,
    summary: found.message,
    help,
    argument: found.argument ?? rule.argument,
    ...(found.resource === undefined ? {} : { resource: found.resource }),
    fatal: rule.fatal === true,
    excerpt: found.from === undefined ? "" : excerpt(text, from),
  };
}
