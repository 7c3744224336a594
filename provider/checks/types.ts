import type { LoadTimes } from "../agentCode/loadTime.js";
import type { AgentRun } from "../agentCode/run.js";
import type { PackageReading } from "../modelPackage/index.js";
import type { DeclaredPolicy } from "../policy/declared.js";
import type { Value } from "../python/documents/values.js";
import type { FoundModule } from "../python/source/localModules.js";
import type { ModuleFinder } from "../python/source/located.js";
import type { PythonModule } from "../python/source/scope.js";
import type { SyntaxNode } from "../python/source/tree.js";
import type { Unread } from "../python/source/unread.js";
import type { UsePlace } from "../uses/index.js";

/**
 * `error`: the agent fails where it is served. `warning`: it may, or does not what is meant. `hint`: worth knowing, and never
 * a reason to stop.
 */
export type Severity = "error" | "warning" | "hint";

/** An argument of a LoggedAgent that a finding can be about. */
export type CheckedArgument = "code" | "codePaths" | "modelConfig" | "requirements" | "resources" | "authPolicy";

/** Codes of the findings about what an agent uses and what is declared. */
export const policyCodes = [
  "undeclared-use",
  "undeclared-user-use",
  "missing-user-scope",
  "unresolved-use",
  "unused-declaration",
] as const;

/** One of {@link policyCodes}. */
export type PolicyCode = (typeof policyCodes)[number];

/** Something that differs between what an agent uses and what is declared. */
export interface Judged {
  code: PolicyCode;
  severity: Severity;
  /** Where in the code; absent for what is declared. */
  place?: UsePlace;
  /** Name of the thing. */
  resource?: string;
  message: string;
  help: string;
  argument: DeclaredPolicy["argument"];
}

/** A file that is checked. */
export interface CheckedFile {
  /** The user's name of the file. */
  name: string;
  /** Its path inside the model directory. */
  path: string;
  module: PythonModule;
  /** Whether it is the agent's own file. */
  isAgent: boolean;
  /** Every call in the file, in its order. */
  calls: readonly SyntaxNode[];
}

/** Something that a rule found. */
export interface Found {
  file: CheckedFile;
  /** Offset where it begins; absent for what is not there. */
  from?: number | undefined;
  /** Offset where it ends. Default: where the line ends. */
  to?: number | undefined;
  /** Whether the offsets are those of the whole notebook, where the agent is a cell of it. Default: false. */
  inWhole?: boolean;
  /** What is wrong, in a sentence without the place. */
  message: string;
  /** What to do, in a sentence. */
  help?: string;
  /** Default: the rule's. */
  severity?: Severity;
  /** Name of the thing that it is about, as a policy declares it. */
  resource?: string | undefined;
  /** Default: the rule's. */
  argument?: CheckedArgument;
}

/** What the rules look at. */
export interface Check {
  /** What was read. */
  reading: PackageReading;
  /** The agent's file and the files of the package that it imports, the agent's first. */
  files: readonly CheckedFile[];
  /** The same, and the local files that it imports and that are not in the package. */
  all: readonly CheckedFile[];
  /** Finds local modules. */
  find: ModuleFinder;
  /** The agent, run. */
  run: AgentRun;
  /** The model configuration; undefined where there is none, `unknown` where nobody knows whether there is one. */
  config: Value | undefined | "unknown";
  /** Final requirement lines; undefined where nobody knows them. */
  requirements: readonly string[] | undefined;
  /** What comes of comparing what the code uses with what is declared; empty where nobody knows what is declared. */
  judged(): readonly Judged[];
  /** What was not read, so that nothing follows from not having seen something. */
  notRead(): readonly Unread[];
  /** What runs before the first request. */
  loadTimes(): LoadTimes;
  /** What `codePaths` has to hold for a module that was found and is not packaged. */
  codePathOf(found: FoundModule): string;
  /** The file or folder of that path beside the agent, below its folder; undefined where there is none. */
  beside(path: string): "file" | "folder" | undefined;
}

/** One rule. Its code is what users write into `# mlflow-agents: ignore[code]`: it never changes. */
export interface Rule {
  code: string;
  /** A few words for a list of rules. */
  title: string;
  /** What it is usually. */
  severity: Severity;
  /** Why it matters, and when it is less than that. */
  doc: string;
  /** The argument of a LoggedAgent that it is about. */
  argument: CheckedArgument;
  /** MLflow cannot log the agent at all, so nothing switches the rule off. */
  fatal?: true;
  find(check: Check): Iterable<Found>;
}

/** One finding, for people and for editors. */
export interface Finding {
  /** The rule's code. */
  code: string;
  severity: Severity;
  /** The user's name of the file. */
  file: string;
  /** From 1; of an `.ipynb` in its cell. */
  line: number;
  /** Number of the cell, from 1, of an `.ipynb`. */
  cell?: number;
  /** In characters, from 1. */
  column: number;
  /** Line of its last character. */
  endLine: number;
  /** Column behind its last character. */
  endColumn: number;
  /** The line's text. */
  source: string;
  /** What is wrong, and what to do. */
  message: string;
  /** What is wrong. */
  summary: string;
  /** What to do; empty where the summary says it. */
  help: string;
  /** The argument of a LoggedAgent that it is about. */
  argument: CheckedArgument;
  /** Name of the thing that it is about, as a policy declares it; absent where it is about none. */
  resource?: string;
  /** Whether nothing switches it off. */
  fatal: boolean;
  /** The line with a caret under the place, as messages carry it. */
  excerpt: string;
}
