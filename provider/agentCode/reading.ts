import type { Value } from "../python/documents/values.js";
import type { DocumentFormat } from "../python/engine/files.js";
import type { LocalModules } from "../python/source/localModules.js";
import type { PythonModule } from "../python/source/scope.js";
import type { Unread } from "../python/source/unread.js";
import type { AgentFault } from "./agent.js";

/** What keeps a file from being an agent. */
export interface ReadFault {
  code: AgentFault["code"] | "syntax-error";
  /** Offset of what is wrong; absent for what is not there. */
  offset?: number;
  /** What is wrong and the way out, without the place. */
  message: string;
}

/** What was read of an agent, for whoever judges it: its files as trees, and what is packaged beside them. */
export interface PackageReading {
  /** The agent's file as the user names it. */
  name: string;
  /** Its path inside the model directory. */
  path: string;
  /** The agent's file. */
  module: PythonModule;
  /** It and the local files it imports; absent when it is not Python. */
  modules: LocalModules | undefined;
  /** What keeps it from being an agent. */
  faults: ReadFault[];
  /** Whether it may be a notebook that somebody works in, and not yet the file that is logged. Default: false. */
  notebook?: boolean;
  /** Absolute path of the agent's file, where it is a cell of a notebook that writes it. */
  writes?: string;
  /** What was not read of its code, and may use anything: nothing follows from not having seen something. */
  unread: readonly Unread[];
  /** The user's name of a packaged file, by its path inside the model directory. */
  nameOf(path: string): string;
  /** Paths inside the model directory: the user's files, and those that MLflow writes. */
  packaged: Set<string>;
  /** Absolute folder of the agent's file. */
  folder: string;
  /** The model configuration, if there is one that could be read. */
  config: Value | undefined;
  /** What is in the text of a document that the code opens; undefined where it is none of that format. */
  document(text: string, format: DocumentFormat): Value | undefined;
  /** Final lines of requirements.txt. */
  requirements: string[];
  /** Full Python release of the serving environment. */
  pythonVersion: string;
}
